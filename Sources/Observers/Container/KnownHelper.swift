/// What programs are that people give the server to in a container, because their work needs it.
///
/// They are named, and not excused: whoever takes one over has the server all the same.
enum KnownHelper {
    /// Endings of an image's name without registry, owner and tag, and what is behind them.
    private static let purposes: [(prefix: String, purpose: String)] = [
        ("watchtower", "makes containers anew from newer images"),
        ("ouroboros", "makes containers anew from newer images"),
        ("diun", "tells of newer images"),
        ("wud", "tells of newer images"),
        ("portainer", "commands Docker from a web page"),
        ("agent", "commands Docker for another server's web page"),
        ("dockge", "commands Docker from a web page"),
        ("yacht", "commands Docker from a web page"),
        ("komodo", "commands Docker from a web page"),
        ("coolify", "commands Docker from a web page"),
        ("dokploy", "commands Docker from a web page"),
        ("dozzle", "shows logs of containers"),
        ("autoheal", "starts sick containers anew"),
        ("docker-socket-proxy", "hands on a part of Docker's API"),
        ("socket-proxy", "hands on a part of Docker's API"),
        ("traefik", "a proxy that asks Docker for its routes"),
        ("nginx-proxy", "a proxy that asks Docker for its routes"),
        ("caddy-docker-proxy", "a proxy that asks Docker for its routes"),
        ("docker-gen", "writes a proxy's routes from what Docker runs"),
        ("acme-companion", "gets certificates for a proxy"),
        ("homepage", "a page of links that asks Docker what runs"),
        ("cadvisor", "measures containers"),
        ("netdata", "measures the server"),
        ("node-exporter", "measures the server"),
        ("glances", "measures the server"),
        ("beszel-agent", "measures the server"),
        ("promtail", "sends logs on"),
        ("alloy", "sends logs on"),
        ("fluent-bit", "sends logs on"),
        ("crowdsec", "reads logs for attacks"),
        ("fail2ban", "bans addresses in the server's firewall"),
        ("gitlab-runner", "runs jobs of a repository"),
        ("act_runner", "runs jobs of a repository"),
        ("actions-runner", "runs jobs of a repository"),
        ("buildkit", "builds images"),
        ("buildx", "builds images"),
        ("docker", "a Docker of its own in a container"),
        ("dind", "a Docker of its own in a container"),
        ("node", "a Kubernetes node in a container"),
        ("k3s", "a Kubernetes node in a container"),
        ("home-assistant", "home automation"),
        ("homeassistant", "home automation"),
        ("wg-easy", "a VPN"),
        ("wireguard", "a VPN"),
        ("tailscale", "a VPN"),
        ("gluetun", "a VPN"),
        ("cloudflared", "a tunnel to Cloudflare"),
        ("pihole", "a name server"),
        ("duplicati", "makes backups"),
        ("restic", "makes backups"),
        ("docker-volume-backup", "makes backups"),
    ]

    /// Names that say so little alone that their owner must be the one that is meant.
    private static let owned: [String: [String]] = [
        "agent": ["portainer"], "node": ["kindest"], "docker": ["", "library"],
    ]

    /// What an image is known to be for; none where it is not known.
    static func purpose(of image: String) -> String? {
        let parts = image.lowercased().split(separator: "@")[0...].first?.split(separator: "/") ?? []
        guard let last = parts.last?.split(separator: ":").first.map(String.init) else { return nil }
        let owner = parts.count > 1 ? String(parts[parts.count - 2]) : ""
        return purposes.first { prefix, _ in
            if let owners = owned[prefix] { return last == prefix && owners.contains(owner) }
            return last == prefix || last.hasPrefix(prefix + "-")
        }?
        .purpose
    }
}
