// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

// uncheckedMembers are valid members of a schema that the output neither checks nor documents.
var uncheckedMembers = members("not if then else dependentRequired dependentSchemas patternProperties propertyNames " +
	"prefixItems contains minContains maxContains unevaluatedItems unevaluatedProperties contentSchema $dynamicRef " +
	"$dynamicAnchor $recursiveRef $vocabulary dependencies additionalItems")

// checkSchemaMembers reports members of a schema that the output does not contain.
func (r *reader) checkSchemaMembers(node *jsontree.Node) {
	for _, m := range node.Members {
		switch {
		case m.Name == "xml":
			r.findings.Add(finding.XML, m.Value.Position(), "the XML representation of the value")
		case m.Name == "$id" || m.Name == "$anchor":
			r.findings.Add(finding.SchemaID, m.Value.Position(), "%q is %s", m.Name, strconv.Quote(m.Value.Text))
		case schemaMembers[m.Name] || isLimit(m.Name):
		case uncheckedMembers[m.Name]:
			r.findings.Add(finding.Unchecked, m.Value.Position(), "%q is %s", m.Name, m.Value)
		case r.swagger && m.Name == "x-nullable":
		case strings.HasPrefix(m.Name, "x-"):
			r.countExtension(m)
		default:
			r.reportUnknown(m, schemaNames)
		}
	}
}

// The known members of each kind of object. Other members are findings.
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
	// In Swagger 2.0, a parameter other than the body is a schema with a location.
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
	// Without constraints, see limitMembers.
	schemaMembers = members("$ref title description type format nullable enum const default example examples " +
		"properties required additionalProperties items allOf oneOf anyOf discriminator readOnly writeOnly " +
		"deprecated externalDocs xml $comment $schema $id $anchor $defs definitions")
)

// schemaNames are the known members of a schema, including the constraints.
var schemaNames = namesOfSchema()

func namesOfSchema() []string {
	names := slices.Collect(maps.Keys(schemaMembers))
	for _, l := range limitMembers {
		names = append(names, l.member)
	}
	names = slices.AppendSeq(names, maps.Keys(uncheckedMembers))
	slices.Sort(names)
	return names
}

// members returns the set of names in a list that is separated by spaces.
func members(names string) map[string]bool {
	known := make(map[string]bool)
	for _, name := range strings.Fields(names) {
		known[name] = true
	}
	return known
}

// extension is the first occurrence of a member that starts with x-, and the number of occurrences.
type extension struct {
	first *jsontree.Node
	count int
}

// checkMembers reports the unknown members of an object, and counts its extensions.
func (r *reader) checkMembers(node *jsontree.Node, known map[string]bool) {
	for _, m := range node.Members {
		switch {
		case known[m.Name]:
		case strings.HasPrefix(m.Name, "x-"):
			r.countExtension(m)
		default:
			r.reportUnknown(m, slices.Sorted(maps.Keys(known)))
		}
	}
}

// reportUnknown reports an unknown member of an object with the known members.
func (r *reader) reportUnknown(m jsontree.Member, known []string) {
	r.findings.Add(finding.UnknownMember, m.Value.Position(), "%q%s", m.Name, finding.Suggestion(m.Name, known))
}

// reportMembers reports known members that the output does not contain.
func (r *reader) reportMembers(node *jsontree.Node, names ...string) {
	for _, name := range names {
		if value := node.Get(name); value != nil {
			r.findings.Add(finding.NotCarried, value.Position(), "%q", name)
		}
	}
}

// countExtension records an occurrence of an extension.
func (r *reader) countExtension(m jsontree.Member) {
	e := r.extensions[m.Name]
	if e == nil {
		e = &extension{first: m.Value}
		r.extensions[m.Name] = e
	}
	e.count++
}

// reportExtensions reports each extension once. Documents may have thousands.
func (r *reader) reportExtensions() {
	for _, name := range slices.Sorted(maps.Keys(r.extensions)) {
		e := r.extensions[name]
		if e.count == 1 {
			r.findings.Add(finding.Extension, e.first.Position(), "%q occurs once", name)
			continue
		}
		r.findings.Add(finding.Extension, e.first.Position(), "%q occurs %d times; this is the first", name, e.count)
	}
}

// member returns a member, or nil if it is absent. A member of another kind is a finding and is treated
// as absent. The member may be a reference, which the specification permits only for some objects.
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

// isReference reports whether an object is a reference. An object whose members have arbitrary names may
// have one called $ref, which is not a string.
func isReference(node *jsontree.Node) bool {
	reference := node.Get("$ref")
	return reference != nil && reference.Kind == jsontree.String
}

// isKind reports whether a value has a kind, and adds a finding if not.
func (r *reader) isKind(value *jsontree.Node, kind jsontree.Kind, name string) bool {
	if value.Kind != kind {
		r.findings.Add(finding.MemberType, value.Position(), "%q is a JSON %s instead of a JSON %s", name, value.Kind, kind)
		return false
	}
	return true
}

// text returns a member that is a string, or "" if it is absent.
func (r *reader) text(node *jsontree.Node, name string) string {
	value := node.Get(name)
	if value == nil {
		return ""
	}
	return r.textOf(value, name)
}

// textOf returns the text of a string. YAML reads some strings without quotes as numbers or booleans:
// these are findings, and textOf returns their text.
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

// uncheckedText returns the text of a member, or "". It adds no findings.
func uncheckedText(node *jsontree.Node, name string) string {
	if value := node.Get(name); value != nil {
		return value.Text
	}
	return ""
}

// required returns a member that is a string. It reports a missing or empty one, with the consequence.
func (r *reader) required(node *jsontree.Node, name, consequence string) string {
	text := r.text(node, name)
	if text == "" {
		r.findings.Add(finding.MemberAbsent, node.Position(), "%q is missing or empty: %s", name, consequence)
	}
	return text
}

// flag returns a member that is a boolean, or false if it is absent.
func (r *reader) flag(node *jsontree.Node, name string) bool {
	value := r.member(node, name, jsontree.Bool)
	return value != nil && value.Text == "true"
}

// entries returns the members of a member whose value is an object of objects.
func (r *reader) entries(node *jsontree.Node, name string) []jsontree.Member {
	value := r.member(node, name, jsontree.Object)
	if value == nil {
		return nil
	}
	var entries []jsontree.Member
	for _, m := range value.Members {
		if r.isKind(m.Value, jsontree.Object, m.Name) && r.fitsName(m.Name, m.Value, "it is not in the output") {
			entries = append(entries, m)
		}
	}
	return entries
}

// maxName is the maximum length of a name, in bytes. File names and identifiers contain names.
const maxName = 200

// fitsName reports whether a name is no longer than maxName. It adds a finding with the consequence if
// it is longer.
func (r *reader) fitsName(name string, node *jsontree.Node, consequence string) bool {
	if len(name) > maxName {
		r.findings.Add(finding.LongName, node.Position(), "%q is %d bytes long; the maximum is %d: %s", name, len(name), maxName, consequence)
	}
	return len(name) <= maxName
}

// elements returns the elements of a member that is an array. It reports and skips elements of another
// kind.
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

// texts returns the elements of a member that is an array of strings.
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
