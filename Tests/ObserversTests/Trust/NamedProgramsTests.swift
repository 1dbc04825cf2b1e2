import Testing

@testable import Observers

@Suite struct NamedProgramsTests {
    @Test(arguments: [
        ("/usr/sbin/nginx -g 'daemon on;'", ["/usr/sbin/nginx"]),
        ("/usr/bin/node /opt/openclaw/dist/index.js gateway", ["/usr/bin/node", "/opt/openclaw/dist/index.js"]),
        ("node --max-old-space-size=512 dist/index.js", ["/srv/app/dist/index.js"]),
        ("/usr/bin/env python3 -u /opt/x.py", ["/usr/bin/env", "/opt/x.py"]),
        ("/usr/bin/python3 -m http.server", ["/usr/bin/python3"]),
        ("/bin/bash -lc 'cd /srv && exec /opt/a/run --log /var/log/a.log'", ["/bin/bash", "/opt/a/run"]),
        ("/bin/sh /opt/start.sh /etc/passwd", ["/bin/sh", "/opt/start.sh"]),
        ("/usr/bin/flock -n /run/lock/x /opt/job.sh", ["/usr/bin/flock", "/opt/job.sh"]),
        ("/usr/bin/timeout 5m /opt/job.sh", ["/usr/bin/timeout", "/opt/job.sh"]),
        ("/usr/bin/nice -n 10 /opt/job.sh", ["/usr/bin/nice", "/opt/job.sh"]),
        ("./run", ["/srv/app/./run"]),
        ("/usr/bin/sudo -u maria /home/maria/own.sh", ["/usr/bin/sudo"]),
        ("/usr/bin/java -Xmx1g -jar /opt/x.jar", ["/usr/bin/java", "/opt/x.jar"]),
        ("/usr/bin/perl -e 'unlink \"/opt/x\"'", ["/usr/bin/perl"]),
    ])
    func `what a command has run is found, and nothing besides`(_ command: String, _ paths: [String]) {
        #expect(NamedPrograms.paths(inScript: command, from: "/srv/app") == paths)
    }

    @Test(arguments: [
        ("test -x /usr/sbin/anacron || ( cd / && run-parts --report /etc/cron.daily )", ["/etc/cron.daily"]),
        ("[ -d /run/systemd/system ] || /opt/a.sh; /opt/b.sh | tee /var/log/b", ["/opt/a.sh", "/opt/b.sh"]),
        ("if [ -x /opt/c ]; then /opt/c >/dev/null 2>&1; fi", ["/opt/c"]),
        ("PATH=/opt/bin:/bin /opt/d", ["/opt/d"]),
        (". /opt/profile.sh && echo \"/opt/no; /opt/no\"", ["/opt/profile.sh"]),
        ("echo `/opt/e` $(/opt/f --x)", ["/opt/e", "/opt/f"]),
        ("/opt/g &\n/opt/h", ["/opt/g", "/opt/h"]),
    ])
    func `commands begin where a shell begins them`(_ script: String, _ paths: [String]) {
        #expect(NamedPrograms.paths(inScript: script) == paths)
    }

    @Test(arguments: [
        ("17 * * * * root cd / && /opt/x", true, "cd / && /opt/x"), ("@reboot root /opt/x", true, "/opt/x"),
        ("17 * * * * maria /opt/x", true, nil), ("*/5 * * * * /opt/x -a", false, "/opt/x -a"),
        ("@daily /opt/x", false, "/opt/x"), ("# 1 * * * * /opt/x", false, nil), ("PATH=/usr/bin", false, nil),
        ("SHELL=/bin/sh a b c d e f", true, nil), ("17 * * * *", false, nil),
    ])
    func `cron's lines are read for root alone`(_ line: String, _ hasAccount: Bool, _ command: String?) {
        #expect(TrustObserver.command(line, hasAccount) == command)
    }
}
