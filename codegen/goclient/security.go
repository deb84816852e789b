// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package goclient

import (
	"go/token"
	"slices"
	"strings"

	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/proto"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// signerView is an option that signs tokens with a private key.
type signerView struct {
	Comment   string // with comment signs
	Name      string // "WithApplicationJWT"
	Quoted    string // a Go literal for errors: "accounts.WithApplicationJWT"
	Parameter string // "applicationID"
	Claim     string // a Go literal: "application_id"
}

func newSigners(file *protogen.File, packageName string) []signerView {
	var signers []signerView
	taken := make(map[string]bool)
	for _, scheme := range fileRule(file).GetSecuritySchemes() {
		claim := scheme.GetHttpBearer().GetSignedToken().GetIssuerClaim()
		if claim == "" || taken[claim] {
			continue
		}
		taken[claim] = true
		name := signerName(claim)
		text := name + " signs the token of each call with the application's private key, an RSA key in PEM. " +
			"Tokens are valid for some minutes and are renewed before they expire."
		signers = append(signers, signerView{
			Comment:   signed(text),
			Name:      name,
			Quoted:    quote(packageName + "." + name),
			Parameter: parameterFor(claim),
			Claim:     quote(claim),
		})
	}
	return signers
}

func fileRule(file *protogen.File) *apipb.FileRule {
	rule, _ := proto.GetExtension(file.Desc.Options(), apipb.E_File).(*apipb.FileRule)
	return rule
}

// claimWords returns the words of a claim. That of RFC 7519 is the issuer.
func claimWords(claim string) []string {
	if claim == "iss" {
		return []string{"issuer"}
	}
	return strings.FieldsFunc(strings.ToLower(claim), func(c rune) bool { return (c < 'a' || c > 'z') && (c < '0' || c > '9') })
}

// signerName returns the name of an option: "application_id" gives
// WithApplicationJWT.
func signerName(claim string) string {
	words := claimWords(claim)
	if last := len(words) - 1; last > 0 && words[last] == "id" {
		words = words[:last]
	}
	name := "With"
	for _, word := range words {
		name += strings.ToUpper(word[:1]) + word[1:]
	}
	return name + "JWT"
}

// parameterFor returns the name of a parameter: "application_id" gives
// applicationID.
func parameterFor(claim string) string {
	name := ""
	for i, word := range claimWords(claim) {
		switch {
		case i == 0:
			name = word
		case word == "id":
			name += "ID"
		default:
			name += strings.ToUpper(word[:1]) + word[1:]
		}
	}
	if !token.IsIdentifier(name) || name == "privateKey" || name == "rest" || name == "oauth2" || name == "signedtoken" || name == "string" || name == "byte" {
		return "id"
	}
	return name
}

// credentials is how callers say to a service who they are.
type credentials struct {
	schemes []*apipb.SecurityScheme
	keys    int // how many of them are API keys
}

func newCredentials(file *protogen.File) *credentials {
	c := &credentials{schemes: fileRule(file).GetSecuritySchemes()}
	for _, scheme := range c.schemes {
		if scheme.GetApiKey() != nil {
			c.keys++
		}
	}
	return c
}

// options returns the names of the options that take what a scheme needs, and a
// Go expression of one of them, if there is a simple one.
func (c *credentials) options(scheme *apipb.SecurityScheme) (names []string, example string) {
	claim := scheme.GetHttpBearer().GetSignedToken().GetIssuerClaim()
	switch {
	case scheme.GetHttpBasic() != nil:
		return []string{"rest.WithBasicAuth"}, `rest.WithBasicAuth("USER", "PASSWORD")`
	case claim != "":
		return []string{signerName(claim)}, ""
	case scheme.GetHttpBearer() != nil:
		return []string{"rest.WithBearerToken", "rest.WithTokenSource"}, `rest.WithBearerToken("TOKEN")`
	case scheme.GetApiKey() != nil && c.keys > 1:
		return []string{"rest.WithNamedAPIKey"}, "rest.WithNamedAPIKey(" + quote(scheme.GetName()) + `, "KEY")`
	case scheme.GetApiKey() != nil:
		return []string{"rest.WithAPIKey"}, `rest.WithAPIKey("KEY")`
	}
	return nil, ""
}

// sets returns the schemes with which a method is called, all of any one set.
func (c *credentials) sets(m *protogen.Method) [][]*apipb.SecurityScheme {
	var sets [][]*apipb.SecurityScheme
	security := methodRule(m).GetSecurity()
	for _, set := range security {
		var schemes []*apipb.SecurityScheme
		for _, scheme := range c.schemes {
			if slices.Contains(set.GetSchemes(), scheme.GetName()) {
				schemes = append(schemes, scheme)
			}
		}
		sets = append(sets, schemes)
	}
	if security == nil {
		for _, scheme := range c.schemes {
			sets = append(sets, []*apipb.SecurityScheme{scheme})
		}
	}
	return sets
}

// example returns the options, as Go expressions, with which a method can be called.
func (c *credentials) example(m *protogen.Method) []string {
	if len(c.schemes) == 0 {
		return nil
	}
	for _, set := range c.sets(m) {
		var all []string
		for _, scheme := range set {
			if _, example := c.options(scheme); example != "" {
				all = append(all, example)
			}
		}
		switch {
		case len(set) == 0:
			return []string{"rest.WithoutCredentials()"}
		case len(all) == len(set):
			return all
		}
	}
	return nil
}

// constructorComment says what a client's constructor needs.
func constructorComment(name string, file *protogen.File, s *protogen.Service) string {
	c := newCredentials(file)
	switch {
	case fileRule(file).GetAnonymous():
		return signed(name + " returns a client. It needs no credentials, but sends those in its options.")
	case len(c.schemes) == 0:
		return signed(name + " returns a client. By default it uses Application Default\n" +
			"Credentials, and returns an error if there are none.")
	}
	var options, notes []string
	seen := make(map[*apipb.SecurityScheme]bool)
	for _, m := range s.Methods {
		for _, set := range c.sets(m) {
			for _, scheme := range set {
				if seen[scheme] {
					continue
				}
				seen[scheme] = true
				names, _ := c.options(scheme)
				for _, name := range names {
					if !slices.Contains(options, name) {
						options = append(options, name)
					}
				}
				if scheme.GetDescription() != "" {
					notes = append(notes, scheme.GetName()+": "+scheme.GetDescription())
				}
			}
		}
	}
	text := name + " returns a client. None of its methods needs credentials: pass rest.WithoutCredentials."
	if len(options) > 0 {
		text = name + " returns a client. It requires credentials: " + strings.Join(options, " or ") + "."
	}
	if len(notes) > 0 {
		text += "\n\n" + strings.Join(notes, "\n\n")
	}
	return signed(text)
}
