// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package project

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/projectfile"
	"github.com/protolect/protolect/codegen/read"
)

// Fetched is the result of a download.
type Fetched struct {
	Documents []FetchedDocument
	Findings  *finding.List // if they have errors, no file must be written
	// File is the new text of protolect.yaml, or nil if it does not change.
	File []byte
}

// FetchedDocument is a document at a URL.
type FetchedDocument struct {
	API     string
	Name    string // of the file within the project, with slashes
	SHA256  string // the hash if it has changed, otherwise empty
	Data    []byte
	Present bool // the file has the data
}

// Fetch downloads the documents of the named APIs of a project, or of all APIs with a URL if there are no names. With update,
// their hashes may differ from those in protolect.yaml.
func Fetch(ctx context.Context, root string, names []string, update bool, client *http.Client) (*Fetched, error) {
	file, findings, err := projectfile.Read(ctx, root, time.Now())
	if err != nil {
		return nil, err
	}
	if file == nil {
		return &Fetched{Findings: findings}, nil
	}
	apis, err := selectAPIs(file, names)
	if err != nil {
		return nil, err
	}
	f := &Fetched{Findings: findings}
	text, err := read.File(ctx, filepath.Join(root, projectfile.Name))
	if err != nil {
		return nil, err
	}
	for _, api := range apis {
		if api.Document.URL == "" {
			if len(names) > 0 {
				return nil, fmt.Errorf("the document of %s has no url in %s: only documents with a url are downloaded", api.Name, projectfile.Name)
			}
			continue
		}
		document, err := f.fetch(ctx, root, api, update, client)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", api.Name, err)
		}
		if document.SHA256 != "" && update {
			if text, err = projectfile.SetSHA256(text, api.Name, document.SHA256); err != nil {
				return nil, err
			}
			f.File = text
		}
		f.Documents = append(f.Documents, document)
	}
	file.Quote(f.Findings)
	return f, nil
}

// fetch downloads one document, and reports one that is not as expected.
func (f *Fetched) fetch(ctx context.Context, root string, api projectfile.API, update bool, client *http.Client) (FetchedDocument, error) {
	d := api.Document
	data, err := download(ctx, d.URL, client)
	if err != nil {
		return FetchedDocument{}, err
	}
	fetched := FetchedDocument{API: api.Name, Name: d.Path, Data: data}
	present, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(d.Path)))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fetched, err
	}
	fetched.Present = err == nil && bytes.Equal(present, data)
	sum := projectfile.Hash(data)
	if sum == d.SHA256 {
		return fetched, nil
	}
	fetched.SHA256 = sum
	if doc, findings := read.Document(d.URL, data); doc == nil {
		findings.Quote(d.URL, data)
		f.Findings.Append(findings)
		return fetched, nil
	}
	switch {
	case update:
	case d.SHA256 == "":
		f.Findings.Add(finding.DocumentFetch, d.At, "the sha256 of the document of %s is missing: that of its content is %s", api.Name, sum)
	default:
		f.Findings.Add(finding.DocumentFetch, d.At, "the document of %s has changed: its SHA-256 is %s, not %s", api.Name, sum, d.SHA256)
	}
	return fetched, nil
}

// download returns the content at a URL.
func download(ctx context.Context, url string, client *http.Client) ([]byte, error) {
	safe := *client
	safe.CheckRedirect = func(request *http.Request, via []*http.Request) error {
		if len(via) >= 10 {
			return errors.New("the server redirects more than 10 times")
		}
		if via[0].URL.Scheme == "https" && request.URL.Scheme != "https" {
			return fmt.Errorf("the server redirects to %s, without https", request.URL)
		}
		return nil
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", "protolect")
	response, err := safe.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("GET %s: the server returned %s: correct the url in %s", url, strings.TrimSpace(response.Status), projectfile.Name)
	}
	data, err := io.ReadAll(io.LimitReader(response.Body, read.MaxSize()+1))
	if err != nil {
		return nil, fmt.Errorf("GET %s: %w", url, err)
	}
	if int64(len(data)) > read.MaxSize() {
		return nil, fmt.Errorf("GET %s: the document has more than %d bytes: pass a higher --max-memory", url, read.MaxSize())
	}
	return data, nil
}
