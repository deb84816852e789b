// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package goclient

import (
	"go/token"
	"strconv"
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
			"Tokens are good for some minutes, and renewed before their end."
		signers = append(signers, signerView{
			Comment:   signed(text),
			Name:      name,
			Quoted:    strconv.Quote(packageName + "." + name),
			Parameter: parameterFor(claim),
			Claim:     strconv.Quote(claim),
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

// credentialsView says what a client takes, where that is not Google's.
type credentialsView struct {
	Anonymous bool     // nothing is needed
	Options   []string // "rest.WithBasicAuth"
	// Example is the Go expression of one of them, or empty.
	Example string
}

func newCredentials(file *protogen.File) *credentialsView {
	schemes := fileRule(file).GetSecuritySchemes()
	if fileRule(file).GetAnonymous() {
		return &credentialsView{Anonymous: true}
	}
	if len(schemes) == 0 {
		return nil
	}
	v := new(credentialsView)
	keys := 0
	for _, scheme := range schemes {
		if scheme.GetApiKey() != nil {
			keys++
		}
	}
	taken := make(map[string]bool)
	for _, scheme := range schemes {
		option, example := "", ""
		switch {
		case scheme.GetHttpBasic() != nil:
			option, example = "rest.WithBasicAuth", `rest.WithBasicAuth("USER", "PASSWORD")`
		case scheme.GetHttpBearer().GetSignedToken().GetIssuerClaim() != "":
			option = signerName(scheme.GetHttpBearer().GetSignedToken().GetIssuerClaim())
		case scheme.GetHttpBearer() != nil:
			option = "rest.WithTokenSource"
		case scheme.GetApiKey() != nil && keys > 1:
			option = "rest.WithNamedAPIKey"
			example = "rest.WithNamedAPIKey(" + strconv.Quote(scheme.GetName()) + `, "KEY")`
		case scheme.GetApiKey() != nil:
			option, example = "rest.WithAPIKey", `rest.WithAPIKey("KEY")`
		}
		if option == "" || taken[option] {
			continue
		}
		taken[option] = true
		v.Options = append(v.Options, option)
		if v.Example == "" {
			v.Example = example
		}
	}
	return v
}

// constructorComment says what a client's constructor needs.
func constructorComment(name string, credentials *credentialsView) string {
	if credentials == nil {
		return signed(name + " returns a client. Without options it finds credentials in its\n" +
			"environment (Application Default Credentials); it is an error if there are\n" +
			"none, unless an option says what to use.")
	}
	if credentials.Anonymous {
		return signed(name + " returns a client. It needs no credentials, and sends those of its options.")
	}
	return signed(name + " returns a client. It needs credentials: " + strings.Join(credentials.Options, " or ") + ".")
}
