// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package prove_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/prove"
)

const pets = `
openapi: 3.0.3
info: {title: Pets, version: "1"}
servers: [{url: "https://pets.example.com/v1"}]
paths:
  /pets/{id}:
    get:
      operationId: getPet
      parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: tags, in: query, schema: {type: array, items: {type: string}}}
      - {name: filter, in: query, style: deepObject, explode: true, schema: {type: object, properties: {age: {type: integer}, names: {type: array, items: {type: string}}}}}
      - {name: X-Trace, in: header, schema: {type: string}}
      responses:
        "200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
        "404": {description: no, content: {application/json: {schema: {$ref: "#/components/schemas/Problem"}}}}
  /pets:
    post:
      operationId: createPet
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
      responses:
        "200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
components:
  schemas:
    Pet:
      type: object
      required: [name, kind]
      example: {name: Rex, kind: big-dog, weight: 12.5, labels: {a: b}, born: "2024-01-02T03:04:05.000Z"}
      properties:
        name: {type: string}
        kind: {type: string, enum: [big-dog, cat]}
        weight: {type: number}
        age: {type: integer, format: int64}
        born: {type: string, format: date-time}
        labels: {type: object, additionalProperties: {type: string}}
        owner: {oneOf: [{type: string}, {$ref: "#/components/schemas/Owner"}]}
    Owner: {type: object, required: [email], properties: {email: {type: string}}}
    Problem: {type: object, properties: {title: {type: string}}}
`

func generated(t *testing.T, document string) (*generate.Output, *finding.List) {
	t.Helper()
	return generatedWith(t, document, nil)
}

func generatedWith(t *testing.T, document string, lock []byte) (*generate.Output, *finding.List) {
	t.Helper()
	out, findings, err := generate.API(generate.Input{
		Document: generate.File{Name: "pets.yaml", Data: []byte(document)},
		Lock:     generate.File{Name: "numbers.lock.yaml", Data: lock},
		GoImport: func(name string) string { return "example.com/gen/" + strings.ReplaceAll(name, ".", "/") },
	})
	if err != nil || out == nil {
		t.Fatal(err, findings.All())
	}
	return out, findings
}

// proofs returns the positions and messages of the findings of a proof.
func proofs(findings *finding.List) []string {
	var messages []string
	for _, f := range findings.All() {
		if f.Rule == finding.ProofDifference.Name || f.Rule == finding.MethodUnbound.Name {
			messages = append(messages, f.Position.String()+" "+f.Message)
		}
	}
	return messages
}

func TestNothingDiffers(t *testing.T) {
	out, findings := generated(t, pets)
	if messages := proofs(findings); len(messages) > 0 {
		t.Error(messages)
	}
	p := out.Proof
	if p.Methods != 2 || p.Requests != 4 || p.Responses != 4 || p.Errors != 1 || p.Messages == 0 || p.Examples == 0 || p.Differences != 0 || len(p.Table) != 2 {
		t.Errorf("got %+v", p)
	}
	if want := "identical in both directions"; !strings.HasSuffix(p.String(), want) {
		t.Errorf("got %q, want that they are %s", p, want)
	}
}

// TestDiscriminators has unions with and without a mapping, and with the discriminator as text
// and as an enum. The random values have the discriminator of their alternative.
func TestDiscriminators(t *testing.T) {
	for _, test := range []struct{ mapping, kind string }{
		{"", "type: string"},
		{", mapping: {a cat: '#/components/schemas/Cat'}", "type: string"},
		{", mapping: {c: '#/components/schemas/Cat'}", "type: string, enum: [c]"},
	} {
		union := "oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], " +
			"discriminator: {propertyName: kind" + test.mapping + "}"
		document := strings.Replace(pets, `oneOf: [{type: string}, {$ref: "#/components/schemas/Owner"}]`, union, 1) +
			"    Cat: {type: object, required: [kind], properties: {kind: {" + test.kind + "}}}\n" +
			"    Dog: {type: object, required: [kind], properties: {kind: {type: string}}}\n"
		out, findings := generated(t, document)
		if messages := proofs(findings); len(messages) > 0 || out.Proof.Messages == 0 {
			t.Errorf("%+v: %q", test, messages)
		}
	}
}

// TestWrongExamples has examples that are invalid according to the document. They are not
// findings.
func TestWrongExamples(t *testing.T) {
	for _, wrong := range []string{"kind: fish", "kind: cat, labels: {a: 1}", "kind: cat, born: 7", "owner: x"} {
		out, findings := generated(t, strings.Replace(pets, "kind: big-dog, weight: 12.5, labels: {a: b}, born: \"2024-01-02T03:04:05.000Z\"", wrong, 1))
		if messages := proofs(findings); len(messages) > 0 || out.Proof.Examples > 0 {
			t.Errorf("%s: %d examples, %q", wrong, out.Proof.Examples, messages)
		}
	}
}

// TestSameValues proves twice with the same result.
func TestSameValues(t *testing.T) {
	out, _ := generated(t, pets)
	again := prove.API(out.Model, out.Descriptors, false, new(finding.List))
	if diff := cmp.Diff(out.Proof, again); diff != "" {
		t.Error(diff)
	}
}

// TestFaults damages generated descriptors and checks the positions of the findings.
func TestFaults(t *testing.T) {
	for _, test := range []struct {
		name   string
		damage func(messages map[string]*descriptorpb.DescriptorProto, service *descriptorpb.ServiceDescriptorProto)
		want   string
	}{
		{"a rule that cannot be bound", func(_ map[string]*descriptorpb.DescriptorProto, service *descriptorpb.ServiceDescriptorProto) {
			rule := proto.GetExtension(service.Method[1].Options, annotations.E_Http).(*annotations.HttpRule)
			rule.Pattern = &annotations.HttpRule_Get{Get: "/v1/{nothing}"}
		}, "cannot be called: google.api.http: /v1/{nothing}: unknown field nothing"},
		{"another name in JSON", func(messages map[string]*descriptorpb.DescriptorProto, _ *descriptorpb.ServiceDescriptorProto) {
			fieldOf(messages["Pet"], "weight").JsonName = proto.String("mass")
		}, `contains the member "mass", which the schema does not declare, in {"`},
		{"another type", func(messages map[string]*descriptorpb.DescriptorProto, _ *descriptorpb.ServiceDescriptorProto) {
			fieldOf(messages["Pet"], "weight").Type = descriptorpb.FieldDescriptorProto_TYPE_STRING.Enum()
		}, "/weight is \"w"},
		{"a member that is not required any more", func(messages map[string]*descriptorpb.DescriptorProto, _ *descriptorpb.ServiceDescriptorProto) {
			proto.ClearExtension(fieldOf(messages["Owner"], "email").Options, annotations.E_FieldBehavior)
			messages["Owner"].Field = nil
		}, `does not contain the member "email", which the schema requires, in {`},
		{"a field less", func(messages map[string]*descriptorpb.DescriptorProto, _ *descriptorpb.ServiceDescriptorProto) {
			pet := messages["Pet"]
			pet.Field = slices.DeleteFunc(pet.Field, func(f *descriptorpb.FieldDescriptorProto) bool { return f.GetName() == "labels" })
		}, `the example of the body cannot be read: wirejson: want a field of pets.v1.Pet, found "labels" at byte 52: {"born":"2024`},
		{"the spelling of a value", func(messages map[string]*descriptorpb.DescriptorProto, _ *descriptorpb.ServiceDescriptorProto) {
			for _, e := range messages["Pet"].EnumType {
				for _, v := range e.Value {
					v.Options = nil
				}
			}
		}, `which is not one of the schema's values, in {"`},
		{"an error of another type", func(messages map[string]*descriptorpb.DescriptorProto, _ *descriptorpb.ServiceDescriptorProto) {
			fieldOf(messages["Problem"], "title").Type = descriptorpb.FieldDescriptorProto_TYPE_BOOL.Enum()
		}, "/title is "},
	} {
		t.Run(test.name, func(t *testing.T) {
			out, _ := generated(t, pets)
			files := damaged(t, out.Descriptors, test.damage)
			findings := new(finding.List)
			p := prove.API(out.Model, files, false, findings)
			messages := proofs(findings)
			if !strings.Contains(strings.Join(messages, "\n"), test.want) {
				t.Errorf("got %q, want %q", messages, test.want)
			}
			for _, f := range findings.All() {
				if f.Position.Line == 0 {
					t.Errorf("%s has no position", f.Message)
				}
			}
			if test.name != "a rule that cannot be bound" && p.Differences == 0 {
				t.Error("no difference was counted")
			}
		})
	}
}

func fieldOf(m *descriptorpb.DescriptorProto, name string) *descriptorpb.FieldDescriptorProto {
	for _, f := range m.Field {
		if f.GetName() == name {
			return f
		}
	}
	return nil
}

// damaged returns the files after a change.
func damaged(t *testing.T, files []protoreflect.FileDescriptor, damage func(map[string]*descriptorpb.DescriptorProto, *descriptorpb.ServiceDescriptorProto)) []protoreflect.FileDescriptor {
	t.Helper()
	messages := make(map[string]*descriptorpb.DescriptorProto)
	var service *descriptorpb.ServiceDescriptorProto
	var protos []*descriptorpb.FileDescriptorProto
	for _, f := range files {
		p := proto.Clone(protodesc.ToFileDescriptorProto(f)).(*descriptorpb.FileDescriptorProto)
		for _, m := range p.MessageType {
			messages[m.GetName()] = m
		}
		for _, s := range p.Service {
			service = s
		}
		protos = append(protos, p)
	}
	damage(messages, service)
	registry := new(protoregistry.Files)
	var changed []protoreflect.FileDescriptor
	for _, p := range protos {
		f, err := protodesc.NewFile(p, resolver{registry})
		if err != nil {
			t.Fatal(err)
		}
		if err := registry.RegisterFile(f); err != nil {
			t.Fatal(err)
		}
		changed = append(changed, f)
	}
	return changed
}

// A resolver finds files that were changed, and those that are linked.
type resolver struct{ *protoregistry.Files }

func (r resolver) FindFileByPath(path string) (protoreflect.FileDescriptor, error) {
	if f, err := r.Files.FindFileByPath(path); err == nil {
		return f, nil
	}
	return protoregistry.GlobalFiles.FindFileByPath(path)
}

func (r resolver) FindDescriptorByName(name protoreflect.FullName) (protoreflect.Descriptor, error) {
	if d, err := r.Files.FindDescriptorByName(name); err == nil {
		return d, nil
	}
	return protoregistry.GlobalFiles.FindDescriptorByName(name)
}

// TestNoProof skips it.
func TestNoProof(t *testing.T) {
	out, _, err := generate.API(generate.Input{
		Document: generate.File{Name: "pets.yaml", Data: []byte(pets)},
		GoImport: func(string) string { return "example.com/gen/pets/v1" },
		NoProof:  true,
	})
	if err != nil || out.Proof != nil {
		t.Errorf("got %v, %v", out.Proof, err)
	}
}

// TestOneSidedMembers has required members that only one side sends, in the alternatives of a union, for
// every type. The reader of such an alternative records which members were absent.
func TestOneSidedMembers(t *testing.T) {
	for _, schema := range []string{
		"{type: string, SIDE: true}", "{type: integer, SIDE: true}", "{type: boolean, SIDE: true}", "{type: string, enum: [a], SIDE: true}",
		"{type: array, SIDE: true, items: {type: string}}", "{type: object, SIDE: true, additionalProperties: {type: string}}",
		"{type: object, SIDE: true, properties: {x: {type: string}}}",
	} {
		for _, side := range []string{"writeOnly", "readOnly"} {
			document := `
openapi: 3.0.3
info: {title: Payments, version: "1"}
servers: [{url: "https://payments.example.com/v1"}]
paths:
  /payments:
    get: {operationId: list, responses: {"200": {description: ok, content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Payment"}}}}}}}
    put: {operationId: put, requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Payment"}}}}, responses: {"204": {description: ok}, "400": {description: no, content: {application/json: {schema: {$ref: "#/components/schemas/Payment"}}}}}}
components:
  schemas:
    Payment:
      oneOf: [{$ref: "#/components/schemas/Card"}, {$ref: "#/components/schemas/Invoice"}]
      discriminator: {propertyName: kind}
    Card: {type: object, required: [kind, number], properties: {kind: {type: string}, number: ` + strings.ReplaceAll(schema, "SIDE", side) + `, last4: {type: string}}}
    Invoice: {type: object, required: [kind], properties: {kind: {type: string}}}
`
			_, findings := generated(t, document)
			if messages := proofs(findings); len(messages) > 0 {
				t.Error(schema, side, messages)
			}
			// A field that was published before it was one-sided has no presence.
			before, _ := generated(t, strings.ReplaceAll(document, ", "+side+": true", ""))
			_, findings = generatedWith(t, document, before.Lock)
			if messages := proofs(findings); len(messages) > 0 {
				t.Error(schema, side, "published", messages)
			}
		}
	}
}

// TestValuesAreOfTheDocument compares the findings of a proof that shows random values, for two packages.
func TestValuesAreOfTheDocument(t *testing.T) {
	shown := func(name string) []string {
		_, findings, err := generate.API(generate.Input{
			Document:     generate.File{Name: "pets.yaml", Data: []byte(alikeDocument)},
			ProtoPackage: name,
			GoImport:     func(string) string { return "example.com/gen" },
		})
		if err != nil {
			t.Fatal(err)
		}
		var messages []string
		for _, f := range findings.All() {
			if f.Rule == finding.AlternativesAlike.Name {
				messages = append(messages, f.Message)
			}
		}
		return messages
	}
	one, other := shown("one.v1"), shown("other.v7")
	if d := cmp.Diff(one, other); d != "" || len(one) == 0 {
		t.Errorf("%q (-one +other):\n%s", one, d)
	}
}

const alikeDocument = `
openapi: 3.0.3
info: {title: Pets, version: "1"}
paths: {}
components:
  schemas:
    Pet: {oneOf: [{$ref: "#/components/schemas/Cat"}, {$ref: "#/components/schemas/Dog"}]}
    Cat: {type: object, required: [name], properties: {name: {type: string}, age: {type: integer}}}
    Dog: {type: object, required: [name], properties: {name: {type: string}, age: {type: integer}}}
`
