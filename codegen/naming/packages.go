// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package naming

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
)

// Identity contains the parts of an OpenAPI document that identify its API. The name of its
// package is derived from them.
type Identity struct {
	Title   string
	Host    string // empty if it is unknown
	Path    string // the common prefix of all paths: "/api/v2"
	Version string // the part of the document's version that compatible documents share: "v1"
	// Paths are the paths of the operations, in the document's order.
	Paths []string
}

// Packages returns the candidates for the name of the document's package, the preferred one
// first. A name consists of the API's owner, its product and its version. The other
// candidates are for documents whose preferred name another document has.
func (d Identity) Packages() []string {
	owner, product := d.words()
	version := pathVersion(d.Path)
	if version == "" {
		version = d.Version
	}
	resources := d.resources()
	if len(owner)+len(product) == 0 { // neither title nor host names the API
		if name := punycodeName(d.Title); name != "" {
			product = []string{name}
		} else {
			owner = titleName(d.Title)
			product = resources[:min(len(resources), 2)]
		}
	}
	var all []string
	add := func(product []string) {
		parts := slices.Clone(owner)
		if name := strings.Join(product, ""); name != "" {
			parts = append(parts, name)
		}
		if name := joinPackage(append(parts, version)); !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	add(product[:min(len(product), 3)])
	add(product)
	for n := range resources {
		add(slices.Concat(product, resources[:n+1]))
	}
	for _, path := range d.Paths[:min(len(d.Paths), 20)] {
		if parts := partsFrom(Operation{Path: path}, 0); len(parts) > 1 {
			add(append(slices.Clone(product), strings.ToLower(lettersOf(parts[len(parts)-1].name))))
		}
	}
	return all
}

// IsNamedByTitle reports whether the package is named after the title only, which another
// API can share. It returns false if the host is reserved for examples.
func (d Identity) IsNamedByTitle() bool {
	return len(hostLabels(d.Host)) == 0 && !isReserved(d.Host)
}

// words returns the words for the owner of the API, from its host, and those for the
// product, from its title.
func (d Identity) words() (owner, product []string) {
	for _, word := range titleWords(d.Title) {
		word = strings.ToLower(word)
		if !genericTitleWords[word] && !conjunctions[word] && !prepositions[word] && word != "a" && word != "an" && word != "all" {
			product = append(product, word)
		}
	}
	labels := hostLabels(d.Host)
	// A platform is the owner of an API whose title names it: Google's APIs are at
	// googleapis.com.
	if platform := platformOf(d.Host); platform != "" {
		inPlatform := func(word string) bool { return len(word) > 2 && strings.Contains(platform, word) }
		rest := slices.DeleteFunc(slices.Clone(product), inPlatform)
		if len(rest) < len(product) {
			if len(rest) > 0 {
				return []string{platform}, rest
			}
			return []string{platform}, labels[:min(len(labels), 1)]
		}
	}
	if len(labels) > 0 && !isReserved(d.Host) {
		owner, product = labels[:1], withoutOwner(product, labels[0])
	}
	if !slices.ContainsFunc(product, func(word string) bool { return !placeholderNames[word] }) {
		product = labels[len(owner):]
	}
	return owner, product
}

// withoutOwner returns the words of a title without the owner's name, which can consist of
// several words.
func withoutOwner(words []string, owner string) []string {
	for n := len(words); n > 0; n-- {
		for i := range len(words) - n + 1 {
			switch strings.Join(words[i:i+n], "") {
			case owner, owner + "net", owner + "com", owner + "io":
				return slices.Concat(words[:i], words[i+n:])
			}
		}
	}
	return words
}

// titleName returns the name of an API by its title, which is the default of a framework.
func titleName(title string) []string {
	if all := titleWords(title); len(all) > 0 {
		return []string{strings.ToLower(strings.Join(all[:min(len(all), 3)], ""))}
	}
	return []string{"api"}
}

// punycodeName returns the Punycode (RFC 3492) of a title in a script other than Latin,
// without hyphens: "xnrss835b" for "天気". Long names are cut and get a hash. It returns an
// empty string for other titles.
func punycodeName(title string) string {
	letters := strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			return unicode.ToLower(c)
		}
		return -1
	}, withoutMarks(title))
	if !slices.ContainsFunc([]rune(letters), func(c rune) bool { return c > unicode.MaxASCII }) {
		return ""
	}
	sum := sha256.Sum256([]byte(letters))
	name, err := idna.Punycode.ToASCII(letters)
	if err != nil {
		return "xn" + hex.EncodeToString(sum[:6])
	}
	if name = strings.ReplaceAll(name, "-", ""); len(name) > 30 {
		name = name[:20] + hex.EncodeToString(sum[:4])
	}
	return name
}

// resources returns the distinct resources of a document's paths: the first segment of each
// path that names something. It returns at most four.
func (d Identity) resources() []string {
	var all []string
	for _, path := range d.Paths {
		if parts := partsFrom(Operation{Path: path}, 0); len(parts) > 0 {
			if name := strings.ToLower(lettersOf(parts[0].name)); !slices.Contains(all, name) && len(all) < 4 {
				all = append(all, name)
			}
		}
	}
	return all
}

// Package returns the proto package for the name and version of a discovery document. A
// version that contains a name, such as "directory_v1", becomes two parts.
func Package(name, version string) string {
	parts := []string{strings.ReplaceAll(identifier(name), "_", "")}
	return joinPackage(append(parts, strings.Split(namedVersion.ReplaceAllString(identifier(version), ".$1"), ".")...))
}

func joinPackage(parts []string) string {
	for i, part := range parts {
		parts[i] = folder(part)
	}
	return strings.Join(parts, ".")
}

var namedVersion = regexp.MustCompile(`_(v[0-9])`)

// folder returns a name that is valid as a part of a package and as the name of a folder:
// it starts with a letter, and neither the go command nor Windows gives it a special
// meaning.
func folder(name string) string {
	if name == "" || name[0] == '_' || isDigit(name[0]) {
		name = "v" + name
	}
	if specialFolder.MatchString(name) {
		name += "api"
	}
	return name
}

var specialFolder = regexp.MustCompile(`^(internal|vendor|testdata|con|prn|aux|nul|com[0-9]|lpt[0-9])$`)

func identifier(name string) string {
	name = strings.Map(func(c rune) rune {
		switch {
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
			return c
		case 'A' <= c && c <= 'Z':
			return c - 'A' + 'a'
		}
		return '_'
	}, name)
	if name != "" && isDigit(name[0]) {
		return "v" + name
	}
	return name
}

// GoPackage returns the name of the Go package at an import path: the last element that is
// not a version.
func GoPackage(importPath string) string {
	parts := strings.Split(importPath, "/")
	for i := len(parts) - 1; i > 0; i-- {
		if !isVersion(parts[i]) {
			return identifier(parts[i])
		}
	}
	return identifier(parts[0])
}

// PackageType returns the UpperCamelCase name of a proto package, without provider and version. A
// part of a package is in lower case, so the words of the API's name tell where words start in it.
func PackageType(protoPackage, apiName string) string {
	rest := GoPackage(strings.ReplaceAll(protoPackage, ".", "/"))
	var name strings.Builder
	for _, word := range Words(apiName) {
		if word = strings.ToLower(word); word != "" && strings.HasPrefix(rest, word) {
			name.WriteString(Type(word))
			rest = rest[len(word):]
		}
	}
	if rest != "" {
		name.WriteString(Type(rest))
	}
	return cmp.Or(name.String(), Type(rest))
}

func isVersion(part string) bool {
	return len(part) > 1 && part[0] == 'v' && isDigit(part[1])
}
