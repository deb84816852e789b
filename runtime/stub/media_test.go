// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub_test

import (
	"math/rand/v2"
	"testing"

	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/rest"
	"github.com/protolect/protolect/runtime/stub"
)

const kib = 1 << 10

// mediaFile is the file of a service that uploads and downloads media.
var mediaFile = withRules(file("media", `
	message_type { name: "Item"
		field { name: "name"  number: 1 type: TYPE_STRING }
		field { name: "title" number: 2 type: TYPE_STRING }
	}
`, []method{
	{"Upload", "", "", `post: "/v1/{name=spaces/*}/files" body: "*"`},
	{"UploadAtOnce", "", "", `post: "/v1/{name=spaces/*}/notes" body: "*"`},
	{"UploadImage", "", "", `put: "/v1/{name=spaces/*}/image"`},
	{"UploadMail", "", "", `post: "/v1/mail"`},
	{"UploadNote", "", "", `post: "/v1/note"`},
	{"Plain", "", "", `post: "/v1/plain" body: "*"`},
	{"Get", "", "", `get: "/v1/{name=spaces/**}"`},
	{"Query", "", "", `post: "/v1/query" body: "*"`},
}), map[string]string{
	"Upload": `media_upload { accept: "*/*" max_size: 3145728
		simple_path: "/upload/v1/{name=spaces/*}/files" resumable_path: "/resumable/upload/v1/{name=spaces/*}/files" }`,
	"UploadAtOnce": `media_upload { max_size: 1048576 simple_path: "/upload/v1/{name=spaces/*}/notes" }`,
	"UploadImage":  `media_upload { accept: ["image/*", "application/octet-stream"] simple_path: "/upload/v1/{name=spaces/*}/image" required: true }`,
	"UploadMail":   `media_upload { accept: "message/*" accept: "text/csv" simple_path: "/upload/v1/mail" required: true }`,
	"UploadNote":   `media_upload { accept: "text/markdown" simple_path: "/upload/v1/note" required: true }`,
	"Get":          `media_download {}`,
	"Query":        `media_download { only: true }`,
})

// withRules returns the file with options for its methods, in prototext of
// protolect.api.v1.MethodRule.
func withRules(fd protoreflect.FileDescriptor, rules map[string]string) protoreflect.FileDescriptor {
	f := protodesc.ToFileDescriptorProto(fd)
	for _, m := range f.Service[0].Method {
		if text, ok := rules[m.GetName()]; ok {
			rule := new(apipb.MethodRule)
			must(prototext.Unmarshal([]byte(text), rule))
			proto.SetExtension(m.Options, apipb.E_Method, rule)
		}
	}
	fd, err := protodesc.NewFile(f, protoregistry.GlobalFiles)
	must(err)
	return fd
}

func mediaClient(t testing.TB, url string, opts ...rest.ClientOption) *stub.Client {
	t.Helper()
	return clientOf(t, mediaFile, append([]rest.ClientOption{rest.WithEndpoint(url), rest.WithoutCredentials()}, opts...)...)
}

// mediaItem returns an Item of the file.
func mediaItem(name, title string) *dynamicpb.Message {
	m := dynamicpb.NewMessage(mediaFile.Messages().ByName("Item"))
	for field, value := range map[protoreflect.Name]string{"name": name, "title": title} {
		if value != "" {
			m.Set(m.Descriptor().Fields().ByName(field), protoreflect.ValueOfString(value))
		}
	}
	return m
}

func titleOf(m *dynamicpb.Message) string {
	return m.Get(m.Descriptor().Fields().ByName("title")).String()
}

// noise returns n bytes that depend only on n.
func noise(n int) []byte {
	g := rand.NewPCG(1, uint64(n))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(g.Uint64())
	}
	return b
}
