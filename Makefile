# Every command a contributor needs. `make check` is exactly what CI runs.

SOURCES := Package.swift Sources Tests

.PHONY: help setup audit format lint build test pages check

help:           ## Show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | expand -t 14

setup:          ## Install what Nacre builds with, and use the repository's git hooks
	@scripts/setup

audit: setup    ## Build Nacre, audit this machine, write nacre-report.html
	swift build --configuration release --product nacre
	.build/release/nacre audit

format:         ## Rewrite sources in the house style
	swift format format --in-place --parallel --recursive $(SOURCES)

lint:           ## Style, and imports that cross a layer
	swift format lint --strict --parallel --recursive $(SOURCES)
	scripts/check-imports

build: setup    ## Compile; every warning is an error
	swift build --build-tests

test: setup     ## All tests, and audits of broken systems
	swift test --parallel
	lab/break-check "$$(swift build --show-bin-path)/nacre"

check: lint test   ## Everything CI checks
