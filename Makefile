# Every command a contributor needs. `make check` is exactly what CI runs.

SOURCES := Package.swift Sources Tests guard/Package.swift guard/Sources guard/Tests
SEED ?= 20261121
RULESETS ?= 2000
STREAMS ?= 100000
EXCHANGES ?= 100000
SUITE ?= trixie
LAB_TOOLS := mmdebstrap qemu-system-x86 qemu-utils e2fsprogs openssh-client dpkg-dev gpg iproute2 python3 gcc libc6-dev
# The same server in a container on this machine's kernel.
NATIVE_TOOLS := mmdebstrap systemd-container openssh-client dpkg-dev gpg iproute2 python3 gcc libc6-dev
PACKAGE_TOOLS := dpkg-dev binutils patchelf git gcc libc6-dev
PREFIX ?= /usr/local
# Tables of addresses are filled and closed before the first instruction runs, as packages of Debian have it.
RELEASED := --configuration release --static-swift-stdlib -Xlinker -z -Xlinker now
RELEASE := swift build $(RELEASED) --product nacre
NACRE := .build/release/nacre
GUARD := guard/.build/release/nacre-guard

.PHONY: guard guard-man guard-package try-guard-package guard-tests guard-clients guard-streams guard-long bench-guard fuzz-leaks vault-long package repository packaging try-package unit contributing mutations nightly lab-short lab-native help setup audit release format lint build test golden golden-record golden-lab prove-long race-long sshd-oracle compose-oracle sudo-oracle dockerd-oracle apt-oracle boot-oracle hostile bench bench-prove man install pages fresh-pages lab lab-test check clean

help:           ## Show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | expand -t 14

setup:          ## Install what Nacre builds with, and use the repository's git hooks
	@scripts/setup

release: setup  ## Build the nacre binary
	@echo 'building nacre; the first time takes some minutes'
	$(RELEASE)
	scripts/launcher $(dir $(NACRE))nacre-secret

# An audit that finds something did its work: only what kept it from running fails here. Whole modules without the optimizer
# build in a quarter of the time of a release, and the audit is still done in less than a second. It has a folder of its
# own, so that nobody installs it for a release.
AUDIT_BUILD := swift build --configuration release -Xswiftc -Onone --scratch-path .build/audit --product nacre

audit: setup    ## Build Nacre, audit this machine, write nacre-report.html
	@echo 'building nacre; the first time takes a minute or two'
	$(AUDIT_BUILD)
	@.build/audit/release/nacre audit --fail-on never --format html --output nacre-report.html
	@.build/audit/release/nacre audit --fail-on never
	@echo 'The same as a page: nacre-report.html'

format:         ## Rewrite sources in the house style
	swift format format --in-place --parallel --recursive $(SOURCES)

lint:           ## Style, and imports that cross a layer
	swift format lint --strict --parallel --recursive $(SOURCES)
	scripts/check-imports
	scripts/check-paths
	scripts/check-papers

build: setup    ## Compile; every warning is an error
	swift build --build-tests

unit: setup     ## The tests that need nothing but a processor, all at once
	swift test --skip 'IntegrationTests\.'

test: setup     ## All tests, and audits of broken systems
	@scripts/setup openssh-server unattended-upgrades nftables iptables iproute2 python3 python3-cryptography ufw
	swift test --skip 'IntegrationTests\.'
	@# What takes root, daemons or namespaces is one machine's: one after the other.
	swift test --skip-build --no-parallel --filter 'IntegrationTests\.'
	lab/break-check "$$(swift build --show-bin-path)/nacre"
	lab/try-vault "$$(swift build --show-bin-path)/nacre" --operations 300
	@if [ "$$(id -u)" = 0 ]; then $(MAKE) --no-print-directory golden; else echo 'not shown without root: make golden'; fi
	@if [ "$$(id -u)" = 0 ]; then $(MAKE) --no-print-directory lab-short; else echo 'not shown without root: make lab-short'; fi

golden: setup   ## Compare verdicts and evidence of known systems with what is recorded in lab/golden; needs root
	@scripts/setup python3 gcc
	swift build --product nacre
	lab/golden-check "$$(swift build --show-bin-path)/nacre" $(GOLDEN)

golden-record:  ## Record them anew; verdicts that are meant to change are listed in lab/golden/changed.tsv first
	@$(MAKE) --no-print-directory golden GOLDEN=--record

golden-lab: setup  ## The same of servers of the lab, before and after apply; GOLDEN=--record records; needs root
	@scripts/setup $(NATIVE_TOOLS)
	swift build --product nacre
	lab/golden-check "$$(swift build --show-bin-path)/nacre" --lab $(GOLDEN)

hostile: release ## Audit trees in which one file at a time is hostile; needs root
	@scripts/setup time python3
	lab/hostile $(NACRE)

bench: setup    ## Time the audit beside Lynis; needs root
	scripts/bench

bench-prove:    ## Time proofs of rulesets of many sizes
	@scripts/setup python3 time
	scripts/bench-prove

pages: setup    ## Write docs/controls and docs/profiles.md anew from the definitions
	rm -rf docs/controls
	swift run pages docs

fresh-pages: setup
	@rm -rf .build/pages && mkdir -p .build/pages && swift run pages .build/pages
	@for page in controls controls.md profiles.md; do \
		diff -rq docs/$$page .build/pages/$$page || { echo "docs/$$page is stale: make pages" >&2; exit 1; }; \
	done

man: setup      ## Write nacre.1 from the command line's own definitions
	@mkdir -p .build/man
	swift run pages --manual .build/man
	@echo 'man -l .build/man/nacre.1'

install: release man ## Install under PREFIX (/usr/local): binary, manual page, shell completions
	install -D -s -m 0755 $(NACRE) $(DESTDIR)$(PREFIX)/bin/nacre
	install -D -m 0755 $(dir $(NACRE))nacre-secret $(DESTDIR)$(PREFIX)/lib/nacre/nacre-secret
	install -D -m 0644 .build/man/nacre.1 $(DESTDIR)$(PREFIX)/share/man/man1/nacre.1
	$(NACRE) --generate-completion-script bash >.build/man/nacre.bash
	$(NACRE) --generate-completion-script zsh >.build/man/_nacre
	$(NACRE) --generate-completion-script fish >.build/man/nacre.fish
	install -D -m 0644 .build/man/nacre.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/nacre
	install -D -m 0644 .build/man/_nacre $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_nacre
	install -D -m 0644 .build/man/nacre.fish $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/nacre.fish

package: release man ## Pack it for Debian and Ubuntu: .build/package/nacre_VERSION_ARCHITECTURE.deb, and SHA256SUMS
	@scripts/setup $(PACKAGE_TOOLS)
	scripts/package $(NACRE) .build/man/nacre.1

guard-man: guard  ## Write nacre-guard.1 from what the guard says of itself
	@mkdir -p .build/man
	$(GUARD) --experimental-dump-help >.build/man/nacre-guard.json
	swift run pages --guard-manual .build/man <.build/man/nacre-guard.json
	@echo 'man -l .build/man/nacre-guard.1'

guard-package: guard-man  ## Pack the guard beside it: .build/package/nacre-guard_VERSION_ARCHITECTURE.deb
	@scripts/setup $(PACKAGE_TOOLS)
	scripts/package-guard $(GUARD) .build/man/nacre-guard.1

# NACRE_SIGNING_KEY and NACRE_REPOSITORY_URL say by whose key and for where; docs/releasing.md.
repository:     ## Make a signed repository for apt of the packages in .build/package: .build/repository
	@scripts/setup apt-utils gpg dpkg-dev
	scripts/repository .build/package/nacre*.deb

packaging: setup ## Check the version, the scripts of the package, and that install.sh refuses a wrong checksum
	@scripts/setup shellcheck git
	scripts/version
	shellcheck --external-sources install.sh scripts/version scripts/package scripts/package-guard scripts/package-common scripts/system-binary \
		scripts/repository scripts/try-install scripts/try-maintainer-scripts packaging/debian*/postinst packaging/debian*/prerm packaging/debian*/postrm
	scripts/try-install
	scripts/try-maintainer-scripts

try-package: package ## Look at the package with lintian; install, upgrade, remove and purge it on a server of the lab; needs root
	@scripts/setup $(NATIVE_TOOLS) $(PACKAGE_TOOLS) apt-utils lintian
	lintian --allow-root --fail-on error --fail-on warning .build/package/nacre_$$(scripts/version --package)_*.deb
	lab/try-package $(NACRE) .build/man/nacre.1

try-guard-package: guard-package ## The same of the guard's: it drains when it is upgraded, and stays while agents need it; needs root
	@scripts/setup $(NATIVE_TOOLS) $(PACKAGE_TOOLS) apt-utils lintian
	lintian --allow-root --fail-on error --fail-on warning .build/package/nacre-guard_$$(scripts/version --package)_*.deb
	lab/try-guard-package $(GUARD) .build/man/nacre-guard.1

sshd-oracle:    ## Compare the model of sshd with the sshd of this machine, 5,000 random configurations
	@mkdir -p /run/sshd
	NACRE_SSHD_TRIALS=$${NACRE_SSHD_TRIALS:-5000} swift test --filter SSHDOracleTests

compose-oracle: setup  ## Compare how compose files are read with docker compose 2 where it is, 1,000 random projects; needs root
	@scripts/setup python3-yaml
	swift build --product nacre
	lab/compare-compose "$$(swift build --show-bin-path)/nacre" --count 1000 $(COMPOSE)

sudo-oracle: setup  ## Compare who is root by sudo without a password with what sudo does, 2,000 random trees; needs root
	@scripts/setup sudo
	swift build --product nacre
	lab/compare-sudo "$$(swift build --show-bin-path)/nacre" --count 2000 $(SUDO)

dockerd-oracle: setup  ## Compare which daemon.json is refused with dockerd --validate where it is, 1,000 random files
	swift build --product nacre
	lab/compare-dockerd "$$(swift build --show-bin-path)/nacre" --count 1000 $(DOCKERD)

boot-oracle: setup  ## Compare how rules that boot loads are read with what strangers meet, 1,000 random systems; needs root
	swift build --product nacre
	lab/compare-boot "$$(swift build --show-bin-path)/nacre" --count 1000 --most 0

apt-oracle: setup  ## Compare how apt.conf is read with apt's library, 1,000 random trees
	swift build --product nacre
	lab/compare-apt "$$(swift build --show-bin-path)/nacre" --count 1000 $(APT)

guard: setup    ## Build nacre-guard, the proxy between agents and model APIs, a package of its own
	swift build --package-path guard $(RELEASED) --product nacre-guard

guard-tests: setup  ## The guard's tests; recorded exchanges of the real OpenClaw where NACRE_OPENCLAW names them
	@scripts/setup python3
	swift test --package-path guard
	@if [ -d "$$NACRE_OPENCLAW/exchanges" ]; then \
		guard/lab/try-exchanges "$$(swift build --package-path guard --show-bin-path)/nacre-guard" "$$NACRE_OPENCLAW/exchanges"; \
	else echo 'left out: recorded exchanges, without NACRE_OPENCLAW'; fi
	@if command -v systemd-analyze >/dev/null; then \
		systemd-analyze security --no-pager --offline=true --threshold=15 packaging/nacre-guard.service >/dev/null \
			|| { echo "packaging/nacre-guard.service is exposed above 1.5 by systemd-analyze security" >&2; exit 1; }; \
	else echo 'left out: how exposed the unit is, without systemd-analyze'; fi

guard-clients: setup  ## Ask through the guard with the vendors' own clients (PyPI); PYTHON for one that has them
	swift build --package-path guard --product nacre-guard
	@[ -n "$(PYTHON)" ] || { python3 -m venv .build/clients && .build/clients/bin/pip install -q anthropic openai google-genai ollama; }
	$${PYTHON:-.build/clients/bin/python} guard/lab/try-sdks "$$(swift build --package-path guard --show-bin-path)/nacre-guard"

guard-streams: setup  ## Random answers without secrets through the guard's filter, which must not change a byte; STREAMS is their number
	swift build --package-path guard --configuration release --product pass-streams
	"$$(swift build --package-path guard --configuration release --show-bin-path)/pass-streams" $(STREAMS) $(SEED)

guard-long: setup  ## Many exchanges of many kinds through the guard: nothing changed, stuck or kept; EXCHANGES is their number
	@scripts/setup python3
	swift build --package-path guard --configuration release --product nacre-guard
	guard/lab/try-long "$$(swift build --package-path guard --configuration release --show-bin-path)/nacre-guard" $(EXCHANGES)

bench-guard: setup  ## Measure what the guard adds, beside Caddy and LiteLLM where CADDY and LITELLM name them
	swift build --package-path guard --configuration release --static-swift-stdlib --product nacre-guard
	swift build --package-path guard --configuration release --static-swift-stdlib --product guard-bench
	guard/lab/bench "$$(swift build --package-path guard --configuration release --show-bin-path)/nacre-guard" \
		"$$(swift build --package-path guard --configuration release --show-bin-path)/guard-bench" \
		$(if $(CADDY),--caddy $(CADDY)) $(if $(LITELLM),--litellm $(LITELLM))

fuzz-leaks: setup  ## A million damaged archives and databases, and as many texts, through what nacre leaks reads them with
	NACRE_FUZZ_ROUNDS=$${NACRE_FUZZ_ROUNDS:-1000000} swift test --configuration release -Xswiftc -enable-testing \
		--filter 'damagedBytesNeverTrapAndLoseNothing|damaged databases never trap|never traps on short texts|bytes that are nothing end'

vault-long: release ## 100,000 random changes of a vault by processes that are ended, and each command ended at each step
	@scripts/setup strace python3
	lab/try-vault $(NACRE) --operations 100000
	lab/try-vault $(NACRE) --every-step

race-long: setup ## 10,000 changes of each kind by root while an account exchanges what its names stand for (root)
	NACRE_RACE_ROUNDS=10000 swift test --no-parallel --filter RaceTests

prove-long: setup  ## 2,000 random firewalls and every real one against real packets, all ports scanned (root); SEED=n
	@scripts/setup nftables iptables iproute2 python3 ufw
	NACRE_PROVE_SEED=$(SEED) NACRE_PROVE_RULESETS=$(RULESETS) NACRE_PROVE_FIREWALLS=all NACRE_POLICY_PORTS=all \
		swift test --configuration release -Xswiftc -enable-testing --filter 'KernelTests|UnlistedTests|FirewallTests|PolicyTests'

lab: setup      ## A shell on a fresh server in a virtual machine, removed at the end; SUITE=bookworm for Debian 12; needs root
	@scripts/setup $(LAB_TOOLS)
	swift build --product nacre
	lab/shell $(SUITE)

lab-test: setup ## Show on such servers what is claimed: hardened, attacked, undone, killed, cut off; needs root
	@scripts/setup $(LAB_TOOLS)
	swift build --product nacre
	lab/test --suite $(SUITE) $(LAB_TESTS)

lab-native: setup  ## All of lab-test that needs no virtual machine, in containers, at native speed; needs root
	@scripts/setup $(NATIVE_TOOLS)
	swift build --product nacre
	lab/test --native --suite $(SUITE) $(LAB_TESTS)

lab-short: setup   ## What is worth some minutes of that at every change; part of make test
	@scripts/setup $(NATIVE_TOOLS)
	swift build --product nacre
	lab/test --native --short

contributing: setup ## Follow CONTRIBUTING.md in a copy of this tree
	scripts/try-contributing

mutations: setup ## Show that the tests see faults that must never get through
	scripts/mutation-check

check: lint packaging test guard-tests fresh-pages contributing   ## Everything CI checks

nightly: check  ## What takes hours: the whole lab, long random tests, faults that tests must see; needs root
	$(MAKE) --no-print-directory mutations
	$(MAKE) --no-print-directory sshd-oracle
	$(MAKE) --no-print-directory compose-oracle
	$(MAKE) --no-print-directory sudo-oracle
	$(MAKE) --no-print-directory dockerd-oracle
	$(MAKE) --no-print-directory apt-oracle
	$(MAKE) --no-print-directory race-long
	$(MAKE) --no-print-directory vault-long
	$(MAKE) --no-print-directory fuzz-leaks
	$(MAKE) --no-print-directory guard-streams
	$(MAKE) --no-print-directory guard-long
	$(MAKE) --no-print-directory prove-long
	$(MAKE) --no-print-directory lab-native
	$(MAKE) --no-print-directory lab-test
	$(MAKE) --no-print-directory golden-lab
	$(MAKE) --no-print-directory hostile
	scripts/check-linkage $(NACRE)
	$(MAKE) --no-print-directory try-package
	$(MAKE) --no-print-directory try-guard-package

clean:          ## Remove what was built
	rm -rf .build guard/.build
