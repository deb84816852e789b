// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/project"
	"github.com/protolect/protolect/codegen/projectfile"
)

// site serves texts by their paths.
type site map[string]string

func (s site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	text, found := s[r.URL.Path]
	switch {
	case !found:
		http.NotFound(w, r)
	case strings.HasPrefix(text, "http:"):
		http.Redirect(w, r, text, http.StatusFound)
	default:
		w.Write([]byte(text))
	}
}

// TestFetch downloads a document, accepts its hash, and a changed document.
func TestFetch(t *testing.T) {
	pets := site{"/pets.yaml": petstore("Pets", "getPet", "name"), "/moved.yaml": ""}
	server := httptest.NewServer(pets)
	defer server.Close()
	pets["/moved.yaml"] = server.URL + "/pets.yaml"
	root := t.TempDir()
	write(t, filepath.Join(root, "go.mod"), "module example.com/mine\n")
	file := "apis:\n  pets:\n    document:\n      url: " + server.URL + "/moved.yaml # the latest\n  tiny: {document: tiny.json}\n"
	write(t, filepath.Join(root, "protolect.yaml"), file)
	write(t, filepath.Join(root, "tiny.json"), document)
	refuse := func(want string, args ...string) {
		t.Helper()
		before := files(t, root)
		_, stderr, err := protolect(t, append(args, "--root", root)...)
		if err == nil || !strings.Contains(stderr+err.Error(), want) {
			t.Errorf("%q: %v, want %q in\n%s", args, err, want, stderr)
		}
		if diff := cmp.Diff(before, files(t, root)); diff != "" {
			t.Errorf("%q wrote files:\n%s", args, diff)
		}
	}
	accept := func(want string, args ...string) {
		t.Helper()
		stdout, stderr, err := protolect(t, append(args, "--root", root)...)
		if err != nil || !strings.Contains(stdout, want) {
			t.Errorf("%q: %v, want %q in\n%s%s", args, err, want, stdout, stderr)
		}
	}
	sum := func() string { return projectfile.Hash([]byte(pets["/pets.yaml"])) }

	refuse("protolect.yaml:4:7: error: the document of pets has not been downloaded [document-fetch]", "generate")
	refuse("protolect.yaml:4:7: error: the sha256 of the document of pets is missing: that of its content is "+sum(), "fetch")
	accept("pets: discovery/pets/moved.yaml is new; its sha256 is "+sum(), "fetch", "--update")
	want := strings.Replace(file, "latest\n", "latest\n      sha256: "+sum()+"\n", 1)
	if got := files(t, root); got["protolect.yaml"] != want || got["discovery/pets/moved.yaml"] != pets["/pets.yaml"] {
		t.Errorf("the files are %v", got)
	}
	accept("create gen/pets/v1/client.go", "generate")
	accept("pets: discovery/pets/moved.yaml is up to date\n", "fetch")

	write(t, filepath.Join(root, "discovery/pets/moved.yaml"), "edited")
	refuse("moved.yaml is "+projectfile.Hash([]byte("edited"))+", not "+sum()+" [document-fetch]", "generate")
	accept("pets: discovery/pets/moved.yaml was downloaded\n\nNext: protolect generate\n", "fetch", "pets")

	before := sum()
	pets["/pets.yaml"] = petstore("Pets", "getPet listPets", "name")
	refuse("the document of pets has changed: its SHA-256 is "+sum()+", not "+before, "fetch")
	accept("is new; its sha256 is "+sum(), "fetch", "--update", "pets")
	accept("update gen/pets/v1/client.go", "generate")

	pets["/pets.yaml"] = "<html>Log in</html>"
	refuse(server.URL+"/moved.yaml:1:1: error: ", "fetch", "--update")
	delete(pets, "/pets.yaml")
	refuse("the server returned 404 Not Found: correct the url in protolect.yaml", "fetch", "--update")
	refuse("the document of tiny has no url in protolect.yaml", "fetch", "tiny")
	refuse(`does not list the API "cats"`, "fetch", "cats")
	server.Close()
	refuse("pets: Get ", "fetch")
	accept("Everything is up to date.", "generate")

	write(t, filepath.Join(root, "protolect.yaml"), "apis:\n  tiny: {document: tiny.json}\n")
	accept("No document in protolect.yaml has a url.\n", "fetch")
	write(t, filepath.Join(root, "protolect.yaml"), "apis: [")
	refuse("[project-syntax]", "fetch")
}

// TestFetchWithoutHTTPS has a server that redirects to another one without https.
func TestFetchWithoutHTTPS(t *testing.T) {
	plain := httptest.NewServer(site{"/a.json": document})
	defer plain.Close()
	server := httptest.NewTLSServer(site{"/a.json": document, "/b.json": plain.URL + "/a.json"})
	defer server.Close()
	for name, isError := range map[string]bool{"a.json": false, "b.json": true} {
		root := t.TempDir()
		write(t, filepath.Join(root, "protolect.yaml"), "apis: {tiny: {document: {url: '"+server.URL+"/"+name+"'}}}")
		got, err := project.Fetch(t.Context(), root, nil, true, server.Client())
		if (err != nil) != isError || isError && !strings.Contains(err.Error(), "redirects to "+plain.URL+"/a.json, without https") {
			t.Errorf("%s: %v", name, err)
		}
		if !isError && (len(got.Documents) != 1 || string(got.Documents[0].Data) != document) {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

// TestFetchWithinTheProject has a link that leads out of the project.
func TestFetchWithinTheProject(t *testing.T) {
	server := httptest.NewServer(site{"/a.json": document})
	defer server.Close()
	root, outside := t.TempDir(), t.TempDir()
	write(t, filepath.Join(root, "protolect.yaml"), "apis: {tiny: {document: {url: '"+server.URL+"/a.json'}}}")
	if err := os.Symlink(outside, filepath.Join(root, "discovery")); err != nil {
		t.Fatal(err)
	}
	if _, _, err := protolect(t, "fetch", "--update", "--root", root); err == nil || errors.Is(err, errFailed) || len(files(t, outside)) > 0 {
		t.Errorf("%v, and the folder has %v", err, files(t, outside))
	}
}
