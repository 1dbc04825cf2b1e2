// From `sshd -T` without a configuration and `ssh -Q`, for Debian's and Ubuntu's builds; release notes of OpenSSH for
// the releases between.
extension SSHDAlgorithms {
    static func defaults(_ kind: Kind, _ version: SSHDVersion) -> [String] {
        switch kind {
        case .cipher: version >= SSHDVersion(9, 9) ? words(ciphersSince99) : words(ciphers)
        case .mac: words(macs)
        case .keyExchange: keyExchange(version)
        case .key: words(keys)
        case .authoritySignature: words(authoritySignatures)
        }
    }

    static func supported(_ kind: Kind, _ version: SSHDVersion) -> [String] {
        switch kind {
        case .cipher: words(allCiphers)
        case .mac: words(allMACs)
        case .keyExchange:
            words(oldKeyExchange) + words(prime) + words(curves) + hybrids(version)
                + (version >= SSHDVersion(9, 9) ? ["mlkem768x25519-sha256"] : [])
        case .key, .authoritySignature:
            if version < SSHDVersion(9, 0) {
                words(allKeysOf89)
            } else {
                words(allKeys).filter { version < SSHDVersion(10, 0) || !$0.hasPrefix("ssh-dss") }
            }
        }
    }

    /// The name without a domain came with 9.9; Debian brought it to its 9.2.
    private static func hybrids(_ version: SSHDVersion) -> [String] {
        let both = words(hybrid)
        return version == SSHDVersion(9, 2) || version >= SSHDVersion(9, 9) ? both : [both[1]]
    }

    private static func keyExchange(_ version: SSHDVersion) -> [String] {
        let hybrid = hybrids(version)
        // 8.9 put the hybrid behind the curves.
        if version < SSHDVersion(9, 0) { return words(curves) + hybrid + words(prime) }
        if version < SSHDVersion(9, 9) { return hybrid + words(curves) + words(prime) }
        let post = hybrid + ["mlkem768x25519-sha256"]
        if version < SSHDVersion(10, 0) { return post + words(curves) + words(prime) }
        return ["mlkem768x25519-sha256"] + hybrid + words(curves)
    }

    private static func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }

    private static let ciphers = """
        chacha20-poly1305@openssh.com aes128-ctr aes192-ctr aes256-ctr aes128-gcm@openssh.com aes256-gcm@openssh.com
        """
    private static let ciphersSince99 = """
        chacha20-poly1305@openssh.com aes128-gcm@openssh.com aes256-gcm@openssh.com aes128-ctr aes192-ctr aes256-ctr
        """
    private static let allCiphers = """
        3des-cbc aes128-cbc aes192-cbc aes256-cbc aes128-ctr aes192-ctr aes256-ctr aes128-gcm@openssh.com \
        aes256-gcm@openssh.com chacha20-poly1305@openssh.com
        """
    private static let macs = """
        umac-64-etm@openssh.com umac-128-etm@openssh.com hmac-sha2-256-etm@openssh.com \
        hmac-sha2-512-etm@openssh.com hmac-sha1-etm@openssh.com umac-64@openssh.com umac-128@openssh.com \
        hmac-sha2-256 hmac-sha2-512 hmac-sha1
        """
    private static let allMACs = """
        hmac-sha1 hmac-sha1-96 hmac-sha2-256 hmac-sha2-512 hmac-md5 hmac-md5-96 umac-64@openssh.com \
        umac-128@openssh.com hmac-sha1-etm@openssh.com hmac-sha1-96-etm@openssh.com hmac-sha2-256-etm@openssh.com \
        hmac-sha2-512-etm@openssh.com hmac-md5-etm@openssh.com hmac-md5-96-etm@openssh.com \
        umac-64-etm@openssh.com umac-128-etm@openssh.com
        """
    private static let hybrid = "sntrup761x25519-sha512 sntrup761x25519-sha512@openssh.com"
    private static let curves = """
        curve25519-sha256 curve25519-sha256@libssh.org ecdh-sha2-nistp256 ecdh-sha2-nistp384 ecdh-sha2-nistp521
        """
    private static let prime = """
        diffie-hellman-group-exchange-sha256 diffie-hellman-group16-sha512 diffie-hellman-group18-sha512 \
        diffie-hellman-group14-sha256
        """
    private static let oldKeyExchange = """
        diffie-hellman-group1-sha1 diffie-hellman-group14-sha1 diffie-hellman-group-exchange-sha1
        """
    private static let keys = """
        ssh-ed25519-cert-v01@openssh.com ecdsa-sha2-nistp256-cert-v01@openssh.com \
        ecdsa-sha2-nistp384-cert-v01@openssh.com ecdsa-sha2-nistp521-cert-v01@openssh.com \
        sk-ssh-ed25519-cert-v01@openssh.com sk-ecdsa-sha2-nistp256-cert-v01@openssh.com \
        rsa-sha2-512-cert-v01@openssh.com rsa-sha2-256-cert-v01@openssh.com ssh-ed25519 ecdsa-sha2-nistp256 \
        ecdsa-sha2-nistp384 ecdsa-sha2-nistp521 sk-ssh-ed25519@openssh.com sk-ecdsa-sha2-nistp256@openssh.com \
        rsa-sha2-512 rsa-sha2-256
        """
    private static let allKeysOf89 = """
        ssh-ed25519 ssh-ed25519-cert-v01@openssh.com sk-ssh-ed25519@openssh.com \
        sk-ssh-ed25519-cert-v01@openssh.com ssh-rsa rsa-sha2-256 rsa-sha2-512 ssh-dss ecdsa-sha2-nistp256 \
        ecdsa-sha2-nistp384 ecdsa-sha2-nistp521 sk-ecdsa-sha2-nistp256@openssh.com \
        webauthn-sk-ecdsa-sha2-nistp256@openssh.com ssh-rsa-cert-v01@openssh.com rsa-sha2-256-cert-v01@openssh.com \
        rsa-sha2-512-cert-v01@openssh.com ssh-dss-cert-v01@openssh.com ecdsa-sha2-nistp256-cert-v01@openssh.com \
        ecdsa-sha2-nistp384-cert-v01@openssh.com ecdsa-sha2-nistp521-cert-v01@openssh.com \
        sk-ecdsa-sha2-nistp256-cert-v01@openssh.com
        """
    private static let authoritySignatures = """
        ssh-ed25519 ecdsa-sha2-nistp256 ecdsa-sha2-nistp384 ecdsa-sha2-nistp521 sk-ssh-ed25519@openssh.com \
        sk-ecdsa-sha2-nistp256@openssh.com rsa-sha2-512 rsa-sha2-256
        """
    private static let allKeys = """
        ssh-ed25519 ssh-ed25519-cert-v01@openssh.com sk-ssh-ed25519@openssh.com \
        sk-ssh-ed25519-cert-v01@openssh.com ecdsa-sha2-nistp256 ecdsa-sha2-nistp256-cert-v01@openssh.com \
        ecdsa-sha2-nistp384 ecdsa-sha2-nistp384-cert-v01@openssh.com ecdsa-sha2-nistp521 \
        ecdsa-sha2-nistp521-cert-v01@openssh.com sk-ecdsa-sha2-nistp256@openssh.com \
        sk-ecdsa-sha2-nistp256-cert-v01@openssh.com webauthn-sk-ecdsa-sha2-nistp256@openssh.com ssh-dss \
        ssh-dss-cert-v01@openssh.com ssh-rsa ssh-rsa-cert-v01@openssh.com rsa-sha2-256 \
        rsa-sha2-256-cert-v01@openssh.com rsa-sha2-512 rsa-sha2-512-cert-v01@openssh.com
        """
}
