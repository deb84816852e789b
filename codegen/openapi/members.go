// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"maps"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

// The members that this reader knows, of each kind of object. What is not
// among them is reported, never ignored.
var (
	rootMembers = members("openapi $self info servers paths webhooks components security tags jsonSchemaDialect " +
		"externalDocs")
	swaggerRootMembers = members("swagger info host basePath schemes consumes produces paths definitions parameters " +
		"responses securityDefinitions security tags externalDocs")
	infoMembers         = members("title summary description termsOfService contact license version")
	aboutMembers        = members("name url email identifier")
	externalDocsMembers = members("description url")
	tagMembers          = members("name summary description externalDocs parent kind")
	serverMembers       = members("url name description variables")
	variableMembers     = members("enum default description")
	componentMembers    = members("schemas responses parameters examples requestBodies headers securitySchemes links " +
		"callbacks pathItems mediaTypes")
	pathItemMembers = members("$ref summary description get put post delete options head patch trace query " +
		"additionalOperations servers parameters")
	operationMembers = members("tags summary description externalDocs operationId parameters requestBody responses " +
		"callbacks deprecated security servers")
	swaggerOperationMembers = members("tags summary description externalDocs operationId parameters responses deprecated " +
		"security consumes produces schemes")
	parameterMembers = members("name in description required deprecated allowEmptyValue style explode allowReserved " +
		"schema content example examples")
	// In Swagger 2.0, a parameter that is no body is a schema with a place.
	swaggerParameterMembers = members("name in description required deprecated allowEmptyValue schema type format " +
		"items collectionFormat default maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength " +
		"pattern maxItems minItems uniqueItems enum multipleOf example examples")
	headerMembers = members("description required deprecated allowEmptyValue style explode allowReserved schema content " +
		"example examples")
	swaggerHeaderMembers = members("description type format items collectionFormat default maximum exclusiveMaximum " +
		"minimum exclusiveMinimum maxLength minLength pattern maxItems minItems uniqueItems enum multipleOf")
	bodyMembers            = members("description content required")
	mediaMembers           = members("description schema example examples encoding itemSchema prefixEncoding itemEncoding")
	encodingMembers        = members("contentType headers style explode allowReserved encoding prefixEncoding itemEncoding")
	responseMembers        = members("summary description headers content links")
	swaggerResponseMembers = members("description headers schema examples")
	exampleMembers         = members("summary description value dataValue serializedValue externalValue")
	securitySchemeMembers  = members("type description name in scheme bearerFormat flows openIdConnectUrl deprecated " +
		"oauth2MetadataUrl")
	swaggerSecuritySchemeMembers = members("type description name in flow authorizationUrl tokenUrl scopes")
	discriminatorMembers         = members("propertyName mapping defaultMapping")
	flowsMembers                 = members("implicit password clientCredentials authorizationCode deviceAuthorization")
	flowMembers                  = members("authorizationUrl tokenUrl refreshUrl scopes deviceAuthorizationUrl")
	// What a schema says of the shape of values, and beside it.
	schemaMembers = members("$ref title description type format nullable enum const default example examples " +
		"properties required additionalProperties items allOf oneOf anyOf discriminator readOnly writeOnly " +
		"deprecated externalDocs xml $comment $schema $id $anchor $defs definitions")
)

func members(names string) map[string]bool {
	known := make(map[string]bool)
	for _, name := range strings.Fields(names) {
		known[name] = true
	}
	return known
}

// extension is where a member that starts with x- stands first, and how often
// it stands anywhere.
type extension struct {
	first *jsontree.Node
	count int
}

// checkMembers reports members that the format does not have, and counts its
// extensions.
func (r *reader) checkMembers(node *jsontree.Node, known map[string]bool) {
	for _, m := range node.Members {
		switch {
		case known[m.Name]:
		case strings.HasPrefix(m.Name, "x-"):
			r.countExtension(m)
		default:
			r.findings.Add(finding.UnknownMember, m.Value.Position(), "%q", m.Name)
		}
	}
}

// reportMembers reports members that the format has and the output has no place for.
func (r *reader) reportMembers(node *jsontree.Node, names ...string) {
	for _, name := range names {
		if value := node.Get(name); value != nil {
			r.findings.Add(finding.NotCarried, value.Position(), "%q", name)
		}
	}
}

func (r *reader) countExtension(m jsontree.Member) {
	e := r.extensions[m.Name]
	if e == nil {
		e = &extension{first: m.Value}
		r.extensions[m.Name] = e
	}
	e.count++
}

// reportExtensions reports each extension once: documents have thousands.
func (r *reader) reportExtensions() {
	for _, name := range slices.Sorted(maps.Keys(r.extensions)) {
		e := r.extensions[name]
		if e.count == 1 {
			r.findings.Add(finding.Extension, e.first.Position(), "%q stands here alone", name)
			continue
		}
		r.findings.Add(finding.Extension, e.first.Position(), "%q stands in %d places, of which this is one", name, e.count)
	}
}

// member returns a member of the given kind. One of another kind is a finding
// and counts as absent. An object may stand elsewhere, which the format permits of a
// few alone and people write of any.
func (r *reader) member(node *jsontree.Node, name string, kind jsontree.Kind) *jsontree.Node {
	value := node.Get(name)
	if value == nil || !r.isKind(value, kind, name) {
		return nil
	}
	if isReference(value) {
		return r.follow(value)
	}
	return value
}

// isReference tells whether an object stands for another. One that has names as its
// members may have $ref as one of them.
func isReference(node *jsontree.Node) bool {
	reference := node.Get("$ref")
	return reference != nil && reference.Kind == jsontree.String
}

func (r *reader) isKind(value *jsontree.Node, kind jsontree.Kind, name string) bool {
	if value.Kind != kind {
		r.findings.Add(finding.MemberType, value.Position(), "%q is a JSON %s instead of a JSON %s", name, value.Kind, kind)
		return false
	}
	return true
}

// text returns a member that is a string. A scalar that YAML takes for a number or a
// boolean, because it has no quotes, is the text that the document spells.
func (r *reader) text(node *jsontree.Node, name string) string {
	value := node.Get(name)
	if value == nil {
		return ""
	}
	return r.textOf(value, name)
}

func (r *reader) textOf(value *jsontree.Node, name string) string {
	switch value.Kind {
	case jsontree.Number, jsontree.Bool:
		r.findings.Add(finding.UnquotedText, value.Position(), "%q is the JSON %s %s", name, value.Kind, value.Spelling())
	case jsontree.Null:
		r.findings.Add(finding.MemberMisplaced, value.Position(), "%q is null", name)
	default:
		if !r.isKind(value, jsontree.String, name) {
			return ""
		}
	}
	return value.Spelling()
}

// textIn returns a member that is a string, without a finding where it is not.
func textIn(node *jsontree.Node, name string) string {
	if value := node.Get(name); value != nil {
		return value.Text
	}
	return ""
}

// required returns a text that must be there. The finding says what is done
// without it.
func (r *reader) required(node *jsontree.Node, name, otherwise string) string {
	text := r.text(node, name)
	if text == "" {
		r.findings.Add(finding.MemberAbsent, node.Position(), "%q is missing or empty: %s", name, otherwise)
	}
	return text
}

func (r *reader) flag(node *jsontree.Node, name string) bool {
	value := r.member(node, name, jsontree.Bool)
	return value != nil && value.Text == "true"
}

// entries returns the members of a member that is an object of objects.
func (r *reader) entries(node *jsontree.Node, name string) []jsontree.Member {
	value := r.member(node, name, jsontree.Object)
	if value == nil {
		return nil
	}
	var entries []jsontree.Member
	for _, m := range value.Members {
		if r.isKind(m.Value, jsontree.Object, m.Name) && r.fits(m.Name, m.Value, "it is not in the output") {
			entries = append(entries, m)
		}
	}
	return entries
}

// maxName is how long a name may be, in bytes: what is made of it has to fit
// into file names and identifiers.
const maxName = 200

// fits tells whether a name is no longer than that. The finding says what is done
// if it is.
func (r *reader) fits(name string, node *jsontree.Node, otherwise string) bool {
	if len(name) > maxName {
		r.findings.Add(finding.LongName, node.Position(), "%q is %d bytes long instead of %d at most: %s", name, len(name), maxName, otherwise)
	}
	return len(name) <= maxName
}

// elements returns those of an array, which all must be of the given kind.
func (r *reader) elements(node *jsontree.Node, name string, kind jsontree.Kind) []*jsontree.Node {
	value := r.member(node, name, jsontree.Array)
	if value == nil {
		return nil
	}
	var elements []*jsontree.Node
	for _, e := range value.Elements {
		if r.isKind(e, kind, name) {
			elements = append(elements, e)
		}
	}
	return elements
}

// texts returns a member that is an array of strings.
func (r *reader) texts(node *jsontree.Node, name string) []string {
	value := r.member(node, name, jsontree.Array)
	if value == nil {
		return nil
	}
	var texts []string
	for _, e := range value.Elements {
		if text := r.textOf(e, name); text != "" {
			texts = append(texts, text)
		}
	}
	return texts
}
