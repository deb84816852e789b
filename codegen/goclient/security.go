// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package goclient

import (
	"slices"
	"strconv"
	"strings"

	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/proto"

	"github.com/protolect/protolect/codegen/gonames"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// signerView is a client option that signs tokens with a private key.
type signerView struct {
	Comment   string // with comment signs
	Name      string // "WithApplicationJWT"
	Quoted    string // a Go literal for errors: "accounts.WithApplicationJWT"
	Parameter string // "applicationID"
	Claim     string // a Go literal: "application_id"
}

// newSigners returns an option for each claim that names the signer of tokens.
func newSigners(file *protogen.File, packageName string) []signerView {
	var signers []signerView
	taken := make(map[string]bool)
	for _, scheme := range fileRule(file).GetSecuritySchemes() {
		claim := scheme.GetHttpBearer().GetSignedToken().GetIssuerClaim()
		if claim == "" || taken[claim] {
			continue
		}
		taken[claim] = true
		name := gonames.Signer(claim)
		parameter := gonames.SignerParameter(claim)
		text := name + " authenticates calls with JSON Web Tokens, which the client signs with privateKey,\n" +
			"an RSA key in PEM format. " + parameter + " is the value of the claim " + strconv.Quote(claim) + "."
		signers = append(signers, signerView{
			Comment:   commented(text),
			Name:      name,
			Quoted:    quote(packageName + "." + name),
			Parameter: parameter,
			Claim:     quote(claim),
		})
	}
	return signers
}

func fileRule(file *protogen.File) *apipb.FileRule {
	rule, _ := proto.GetExtension(file.Desc.Options(), apipb.E_File).(*apipb.FileRule)
	return rule
}

// credentials contains the security schemes of a file.
type credentials struct {
	schemes []*apipb.SecurityScheme
	keys    int // the number of schemes that are API keys
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

// options returns the names of the options that provide credentials for a scheme, and a
// call of one of them for examples, or "" if an example needs more than one statement.
func (c *credentials) options(scheme *apipb.SecurityScheme) (names []string, example string) {
	claim := scheme.GetHttpBearer().GetSignedToken().GetIssuerClaim()
	switch {
	case scheme.GetHttpBasic() != nil:
		return []string{"rest.WithBasicAuth"}, `rest.WithBasicAuth("USER", "PASSWORD")`
	case claim != "":
		return []string{gonames.Signer(claim), "rest.WithBearerToken", "rest.WithTokenSource"}, ""
	case scheme.GetHttpBearer() != nil:
		return []string{"rest.WithBearerToken", "rest.WithTokenSource"}, `rest.WithBearerToken("TOKEN")`
	case scheme.GetApiKey() != nil && c.keys > 1:
		return []string{"rest.WithNamedAPIKey"}, "rest.WithNamedAPIKey(" + quote(scheme.GetName()) + `, "KEY")`
	case scheme.GetApiKey() != nil:
		return []string{"rest.WithAPIKey"}, `rest.WithAPIKey("KEY")`
	}
	return nil, ""
}

// sets returns the alternatives for calling a method: sets of schemes that are used
// together.
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

// example returns the options of a client that can call a method, as Go expressions.
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

// constructorComment returns the comment of a client's constructor. It states which
// credentials the client requires.
func constructorComment(name string, file *protogen.File, s *protogen.Service) string {
	c := newCredentials(file)
	switch {
	case fileRule(file).GetAnonymous():
		return commented(name + " returns a client. By default, it sends no credentials: the API does not require any.")
	case len(c.schemes) == 0:
		return commented(name + " returns a client. By default, the client uses Application Default Credentials.\n" +
			"If there are none, and opts provide no others, " + name + " returns an error.")
	}
	var options, notes []string
	combined := false // a method requires more than one scheme
	seen := make(map[*apipb.SecurityScheme]bool)
	for _, m := range s.Methods {
		for _, set := range c.sets(m) {
			combined = combined || len(set) > 1
			for _, scheme := range set {
				if seen[scheme] {
					continue
				}
				seen[scheme] = true
				names, _ := c.options(scheme)
				for _, name := range names {
					if name = "[" + name + "]"; !slices.Contains(options, name) {
						options = append(options, name)
					}
				}
				if scheme.GetDescription() != "" {
					notes = append(notes, "Security scheme "+strconv.Quote(scheme.GetName())+": "+scheme.GetDescription())
				}
			}
		}
	}
	text := name + " returns a client. Its methods require no credentials: pass [rest.WithoutCredentials]."
	if len(options) > 0 {
		text = name + " returns a client. Credentials are required: pass " + enumeration(options, "or") + "."
	}
	if combined {
		text += "\nSome methods require more than one of these options."
	}
	if len(notes) > 0 {
		text += "\n\n" + strings.Join(notes, "\n\n")
	}
	return commented(text)
}
