import Catalog
import Hardening

extension ControlList {
    /// Who can use what is wrong, where it is not who can use what is mostly wrong in the layer.
    static let attackers: [Control.ID: Attacker] = [
        // A port, a password or a page of OpenClaw, or a bot that answers everybody.
        "docker.close-tcp-api": .stranger,
        "container.publish-gateway-on-loopback": .stranger,
        "container.publish-other-ports-on-loopback": .stranger,
        "openclaw.choose-random-gateway-token": .stranger,
        "openclaw.disable-tailscale-funnel": .stranger,
        "openclaw.list-proxies-for-trusted-proxy-mode": .stranger,
        "openclaw.remove-wildcard-owner": .stranger,
        "openclaw.remove-wildcard-senders": .stranger,
        "openclaw.require-device-authentication": .stranger,
        "openclaw.require-gateway-authentication": .stranger,
        "openclaw.restrict-direct-messages": .stranger,
        "openclaw.restrict-elevated-mode": .stranger,
        "openclaw.trust-exact-proxies": .stranger,
        "openclaw.use-separate-hooks-token": .stranger,
        // Files and sockets of this server.
        "docker.protect-daemon-files": .account,
        "docker.restrict-engine-sockets": .account,
        "intrusion.protect-fail2ban-files": .account,
        "openclaw.protect-configuration": .account,
        "openclaw.protect-credentials": .account,
        "openclaw.protect-state-directory": .account,
        "proxy.protect-proxy-files": .account,
        "ssh.keep-one-superuser": .account,
        "ssh.protect-account-files": .account,
        "ssh.protect-authorized-keys": .account,
        "ssh.protect-host-keys": .account,
        "ssh.protect-server-files": .account,
        "ssh.require-sudo-password": .account,
        "ssh.reserve-port-for-root": .account,
        "updates.protect-apt-files": .account,
    ]
}
