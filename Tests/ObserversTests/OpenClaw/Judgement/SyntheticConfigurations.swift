/// Small configurations on which real versions were asked, by the names that their verdicts have.
enum SyntheticConfigurations {
    static let named: [String: String] = Dictionary(
        uniqueKeysWithValues: text.split(separator: "\n---").map { part in
            let lines = part.split(separator: "\n", maxSplits: 1)
            return (lines[0].trimmingPrefix("-").trimmingPrefix(" ").description, lines.dropFirst().joined())
        }
    )

    private static let text = """

        --- syn00
        {tools:{profile:'messaging',exec:{host:'gateway',security:'full',ask:'off'}}}
        --- syn01
        {tools:{profile:'messaging',exec:{host:'gateway',security:'full',ask:'off'}}}
        --- syn02
        {tools:{profile:'minimal',fs:{workspaceOnly:false}}}
        --- syn03
        {tools:{profile:'minimal'}}
        --- syn04
        {channels:{discord:{dmPolicy:'open',allowFrom:['*']}},agents:{defaults:{sandbox:{mode:'all'}}},
        tools:{elevated:{enabled:true}}}
        --- syn05
        {channels:{discord:{dmPolicy:'open',allowFrom:['*']}},agents:{defaults:{sandbox:{mode:'all'}}},
        tools:{elevated:{enabled:true,allowFrom:{discord:[]}}}}
        --- syn16
        {gateway:{bind:'lan',trustedProxies:['10.0.0.0/8']}}
        --- syn17
        {gateway:{bind:'lan',trustedProxies:['10.0.0.2']}}
        --- syn18
        {gateway:{auth:{mode:'token',token:'local-dev-gateway-token-do-not-use'}}}
        --- syn19
        {gateway:{auth:{mode:'token',token:'7c1f0b9e52d84a6630e9fb17a2c45d8e'}}}
        --- syn20
        {gateway:{auth:{mode:'token',token:'${CLAW_TOKEN}'}},env:{CLAW_TOKEN:'${CLAW_TOKEN}'}}
        --- syn21
        {gateway:{auth:{mode:'token',token:'${CLAW_TOKEN}'}},env:{CLAW_TOKEN:'changeme'}}
        --- syn28
        {agents:{list:[{id:'front',default:true,tools:{profile:'minimal'}},{id:'ops',
        tools:{profile:'coding',deny:['group:runtime','group:web','browser','cron','group:memory']}}]},
        channels:{slack:{dmPolicy:'open',allowFrom:['*'],groupPolicy:'disabled'}},bindings:[{agentId:'ops',
        match:{channel:'slack',peer:{kind:'group',id:'C0AAAA'}}}]}
        --- syn29
        {agents:{list:[{id:'front',default:true,tools:{profile:'minimal'}},{id:'ops',
        tools:{profile:'coding',deny:['group:runtime','group:web','browser','cron','group:memory']}}]},
        channels:{slack:{dmPolicy:'open',allowFrom:['*'],groupPolicy:'disabled'}},bindings:[{agentId:'ops',
        match:{channel:'slack'}}]}
        """
}
