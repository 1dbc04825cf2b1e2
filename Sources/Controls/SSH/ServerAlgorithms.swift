import Catalog
import Hardening

extension Control {
    static let useSoundKeyExchange = server(
        "use-sound-key-exchange",
        title: "Key exchanges use sound groups and hashes",
        rationale:
            "Whoever records the traffic now reads it later: 1024-bit groups have been within reach of states "
            + "since Logjam, and SHA-1 collisions are bought.",
        severity: .medium,
        reference: "KexAlgorithms",
        remedy: ByHand.sshd(
            "KexAlgorithms -diffie-hellman-group1-*,diffie-hellman-group14-sha1,diffie-hellman-group-exchange-sha1"
        ),
        .keyExchanges,
        .excludes(["diffie-hellman-group1-sha1", "diffie-hellman-group14-sha1", "diffie-hellman-group-exchange-sha1"]),
        good: ["curve25519-sha256"],
        bad: ["curve25519-sha256", "diffie-hellman-group1-sha1"]
    )

    static let useSoundCiphers = server(
        "use-sound-ciphers",
        title: "Ciphers are counter mode or authenticated",
        rationale:
            "CBC in SSH leaks pieces of the plain text to whoever can cut the connection, and 3DES repeats "
            + "blocks within one long session.",
        severity: .medium,
        reference: "Ciphers",
        remedy: ByHand.sshd("Ciphers -3des-cbc,aes*-cbc"),
        .ciphers,
        .excludes(["3des-cbc", "aes128-cbc", "aes192-cbc", "aes256-cbc"]),
        good: ["aes256-gcm@openssh.com"],
        bad: ["aes256-gcm@openssh.com", "aes128-cbc"]
    )

    static let useSoundMACs = server(
        "use-sound-macs",
        title: "Message authentication uses no MD5, SHA-1 or 64-bit tags",
        rationale: "Short tags and dead hashes leave a man in the middle a chance to change packets unnoticed.",
        severity: .low,
        reference: "MACs",
        remedy: ByHand.sshd("MACs -hmac-md5*,hmac-sha1*,umac-64*"),
        .macs,
        .excludes([
            "hmac-md5", "hmac-md5-96", "hmac-md5-etm@openssh.com", "hmac-md5-96-etm@openssh.com", "hmac-sha1",
            "hmac-sha1-96", "hmac-sha1-etm@openssh.com", "hmac-sha1-96-etm@openssh.com", "umac-64@openssh.com",
            "umac-64-etm@openssh.com",
        ]),
        good: ["hmac-sha2-256-etm@openssh.com"],
        bad: ["hmac-sha2-256", "hmac-sha1"]
    )

    static let useSoundHostKeyAlgorithms = server(
        "use-sound-host-key-algorithms",
        title: "Host keys sign with neither DSA nor SHA-1",
        rationale:
            "A forged SHA-1 or DSA signature lets a man in the middle be this server to a client that still "
            + "accepts it.",
        severity: .medium,
        reference: "HostKeyAlgorithms",
        remedy: ByHand.sshd("HostKeyAlgorithms -ssh-rsa*,ssh-dss*"),
        .hostKeyAlgorithms,
        .excludes(["ssh-rsa", "ssh-rsa-cert-v01@openssh.com", "ssh-dss", "ssh-dss-cert-v01@openssh.com"]),
        good: ["ssh-ed25519"],
        bad: ["ssh-ed25519", "ssh-rsa"]
    )

    static let useSoundUserKeyAlgorithms = server(
        "use-sound-user-key-algorithms",
        title: "User keys sign with neither DSA nor SHA-1",
        rationale:
            "Somebody who can make SHA-1 collide, or break a 1024-bit DSA key, logs in without the private "
            + "key.",
        severity: .medium,
        reference: "PubkeyAcceptedAlgorithms",
        remedy:
            "Remove PubkeyAcceptedAlgorithms +ssh-rsa, and replace the old client's key by ed25519. Then: sudo sshd -t && sudo systemctl reload ssh",
        .userKeyAlgorithms,
        .excludes(["ssh-rsa", "ssh-rsa-cert-v01@openssh.com", "ssh-dss", "ssh-dss-cert-v01@openssh.com"]),
        good: ["ssh-ed25519"],
        bad: ["ssh-ed25519", "ssh-rsa"]
    )

    static let acceptConfiguration = server(
        "keep-configuration-valid",
        title: "sshd would start with its configuration",
        rationale:
            "A configuration that sshd refuses does nothing until the next restart; then nobody gets in, and "
            + "what runs until then is older than the files say.",
        severity: .high,
        reference: "sshd -t",
        remedy: "sudo sshd -t shows file and line; correct it, then: sudo systemctl reload ssh",
        .acceptsConfiguration,
        .is(true),
        good: true,
        bad: false
    )
}
