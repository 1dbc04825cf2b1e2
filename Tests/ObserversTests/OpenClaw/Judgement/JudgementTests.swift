import Testing

@testable import Observers

@Suite struct JudgementTests {
    private func verdict(_ text: String, _ version: String?) -> ConfigurationText.Verdict {
        ConfigurationText(Array(text.utf8)).verdict(in: version)
    }

    @Test(arguments: [
        ("{gateway:{token:'x'}}", "2026.6.11", "gateway.token"),
        ("{gateway:{port:'18789'}}", "2026.9.6", "gateway.port takes a whole number, not a text"),
        ("{gateway:{port:0}}", "2026.9.6", "gateway.port"),
        ("{gateway:{port:18789.5}}", "2026.9.6", "gateway.port takes a whole number, not a fraction"),
        ("{gateway:{bind:null}}", "2026.9.6", "gateway.bind"),
        ("{gateway:{bind:'lan',tailscale:{mode:'serve'}}}", "2026.3.13", "gateway.bind"),
        ("{models:{providers:{x:{baseUrl:'http://127.0.0.1:1'}}}}", "2026.5.12", "models.providers.x.models"),
        ("{channels:{telegram:{dmPolicy:'allowlist',allowFrom:[]}}}", "2026.3.13", "channels.telegram.allowFrom"),
        ("{channels:{irc:{configWrites:false}}}", "2026.6.11", "channels.irc.configWrites"),
        ("{channels:{bluebubbles:{configWrites:false}}}", "2026.4.23", "channels.bluebubbles.configWrites"),
        ("{tools:{exec:{timeoutSec:60}}}", "2026.9.6", "went away after 2026.7.35"),
        ("{agents:{list:[{id:'a',default:true},{id:'b',default:true}]}}", "2026.9.6", "agents.entries"),
        ("{agents:{list:[{id:'a'},{id:'b'}]}}", "2026.8.1", "agents.ownership"),
        ("{agents:{entries:{a:{default:false},b:{}}}}", "2026.9.6", "agents.ownership"),
        ("{tools:{allow:['a'],alsoAllow:['b']}}", "2026.1.30", "allow and alsoAllow"),
        (
            "{gateway:{auth:{token:{source:'env',provider:'default',id:'lower'}}}}", "2026.9.6",
            "gateway.auth.token names"
        ),
        ("{gateway:{auth:{token:{source:'env',provider:'default',id:'A',x:1}}}}", "2026.9.6", "gateway.auth.token.x"),
        ("{secrets:{providers:{p:{source:'exec',command:'x'}}}}", "2026.9.6", "secrets.providers.p.command"),
        ("{secrets:{providers:{p:{source:'file'}}}}", "2026.9.6", "source file needs path"),
        ("{agents:{defaults:{sandbox:{docker:{network:'host'}}}}}", "2026.9.6", "docker.network"),
        ("{gateway:{bind:'junk'}}", "2026.4.23", "gateway.bind"),
        ("{proxy:{proxyUrl:'ftp://a.example'}}", "2026.9.6", "proxy.proxyUrl"),
        ("{mcp:{servers:{a:{url:'a.example'}}}}", "2026.9.6", "mcp.servers.a.url"),
        ("{channels:{clickclack:{baseUrl:'x'}}}", "2026.9.6", "clickclack.baseUrl"),
        ("{talk:{provider:'a',providers:{b:{}}}}", "2026.9.6", "talk.provider"),
        ("{cron:{sessionRetention:'soon'}}", "2026.9.6", "cron.sessionRetention"),
        ("{session:{maintenance:{maxDiskBytes:'5 miles'}}}", "2026.6.11", "maxDiskBytes"),
        ("{broadcast:{x:['b']},agents:{list:[{id:'a'}]}}", "2026.6.11", "no agent b"),
        ("{agents:{entries:{a:{}}},talk:{agentId:'main'}}", "2026.9.6", "no agent main"),
        ("{browser:{profiles:{'A b':{cdpPort:1}}}}", "2026.9.6", "browser.profiles.A b"),
        ("{gateway:{channelStaleEventThresholdMinutes:1}}", "2026.6.11", "less than channelHealthCheckMinutes"),
        ("{meta:{lastTouchedAt:['2026-04-01']}}", "2026.4.23", "meta.lastTouchedAt"),
        ("{meta:{lastTouchedAt:1e17}}", "2026.6.11", "meta.lastTouchedAt"),
        ("{audio:{transcription:{command:1}}}", "2026.5.12", "audio.transcription"),
        ("{channels:{slack:{channels:{a:{allow:false}}}}}", "2026.5.12", "channels.slack.channels.a.allow"),
        ("[]", "2026.9.6", "the file holds no object"),
        ("{", "2026.9.6", ""),
    ])
    func `OpenClaw refuses it, with the place`(_ text: String, _ version: String, _ words: String) {
        let refusals = verdict(text, version).refusals
        #expect(refusals.contains { $0.contains(words) } && refusals.count == 1, "\(refusals)")
    }

    @Test(arguments: [
        ("{gateway:{bind:'lan',tailscale:{mode:'serve'}}}", "2026.2.26"),
        ("{models:{providers:{anthropic:{baseUrl:'http://127.0.0.1:1'}}}}", "2026.6.11"),
        ("{channels:{telegram:{dmPolicy:'allowlist',allowFrom:[]}}}", "2026.4.23"),
        ("{channels:{irc:{configWrites:false}}}", "2026.8.1"),
        ("{tools:{exec:{timeoutSec:60}}}", "2026.7.35"),
        ("{agents:{list:[{id:'a'}]}}", "2026.9.6"),
        ("{agents:{list:[{id:'a'},{id:'b'}]}}", "2026.7.35"),
        ("{agents:{ownership:'explicit',entries:{a:{},b:{}}}}", "2026.9.6"),
        ("{agents:{entries:{a:{default:true},b:{}}}}", "2026.9.6"),
        ("{gateway:{auth:{token:{source:'file',provider:'p',id:'/a/b'}}}}", "2026.9.6"),
        ("{gateway:{auth:{token:'${NAME}'}}}", "2026.9.6"),
        ("{agents:{defaults:{sandbox:{perSession:true}}}}", "2026.4.23"),
        ("{channels:{telegram:{streaming:'partial'}}}", "2026.4.14"),
        ("{meta:{lastTouchedAt:1e12}}", "2026.4.23"),
        ("{}", "2026.9.6"),
        ("{proxy:{proxyUrl:'http://127.0.0.1:3128'}}", "2026.9.6"),
        ("{talk:{provider:'B',providers:{b:{}}}}", "2026.9.6"),
        ("{cron:{sessionRetention:'1h30m'}}", "2026.9.6"),
        ("{session:{maintenance:{maxDiskBytes:'5 MB'}}}".replacing(" ", with: ""), "2026.6.11"),
        ("{\u{2028}gateway\u{A0}:{mode:'local',__proto__:1}}", "2026.9.6"),
        ("{commands:{modelsWrite:true}}", "2026.6.11"),
    ])
    func `OpenClaw takes it`(_ text: String, _ version: String) {
        let verdict = verdict(text, version)
        #expect(verdict.refusals.isEmpty && verdict.doubts.isEmpty, "\(verdict)")
    }

    @Test(arguments: [
        // Between two versions that differ; past the newest; before the oldest; a channel that a plugin may bring.
        ("{gateway:{terminal:{enabled:true}}}", "2026.6.40"), ("{}", "2026.9.7"), ("{}", "2026.1.1"),
        ("{channels:{custom:{}}}", "2026.9.6"), ("{gateway:{auth:{token:'${NAME}'}}}", "2026.2.26"),
        ("{gateway:{bind:'${BIND}'}}", "2026.9.6"), ("{$include:'other.json'}", "2026.9.6"),
        // Moved on reading, in this version only.
        ("{audio:{transcription:{timeoutSeconds:0}}}", "2026.4.23"),
        ("{channels:{slack:{channels:{a:{allow:false}}}}}", "2026.4.23"),
        ("{tools:{web:{search:{apiKey:{provider:'+1'}}}}}", "2026.4.23"),
        ("{messages:{tts:{microsoft:{}}}}", "2026.4.23"),
    ])
    func `it could not be determined`(_ text: String, _ version: String) {
        let verdict = verdict(text, version)
        #expect(verdict.refusals.isEmpty && !verdict.doubts.isEmpty, "\(verdict)")
    }

    @Test func `only what a change brings is held against it`() {
        let before = ConfigurationText(Array("{gateway:{token:'x'},channels:{irc:{}}}".utf8))
        let after = ConfigurationText(Array("{gateway:{token:'x'},channels:{irc:{configWrites:false}}}".utf8))
        let refusals = after.refusals(notIn: before, version: "2026.6.11")
        #expect(refusals.count == 1 && refusals.first?.contains("channels.irc.configWrites") == true)
    }

    @Test func `a table that is cut off is read as far as it goes`() {
        for text in ["", "v", "n", "n0", "n00o S|a:9 b", "w\np\nnzz* w9 p9 mx!"] {
            let schema = ConfigurationSchema(text)
            for number in [-1, 0, 1, 7] { _ = schema.place(number) }
        }
    }
}
