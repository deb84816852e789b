// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package packs

import (
	"fmt"
	"strings"
	"text/template"
)

// function is a function of templates. docs/packs.md is made from the table of functions, and a test runs the examples.
type function struct {
	name      string
	signature string // NAME in upper case is an argument, and ... means any number of them
	help      string // Markdown
	example   string // a template, for the method tiny.v1.Library.GetBook
	want      string // the text that the example writes
	fails     bool   // want is an error instead
	bind      func(*session) any
}

// functionGroup is a part of the table.
type functionGroup struct {
	title     string
	functions []function
}

// functionGroups returns the table of functions.
func functionGroups() []functionGroup {
	return []functionGroup{
		{"Elements", []function{
			{"message", "message NAME", "Returns the message with a full name. It is an error if the view does not contain the message.",
				`{{(message .Method.Response).Name}}`, "Book", false,
				func(s *session) any { return s.message }},
			{"enum", "enum NAME", "Returns the enum with a full name.",
				`{{len (enum "tiny.v1.Genre").Values}}`, "2", false,
				func(s *session) any { return s.enum }},
			{"service", "service NAME", "Returns the service with a full name.",
				`{{(service "tiny.v1.Library").Doc}}`, "Library lends books.", false,
				func(s *session) any { return s.service }},
			{"method", "method NAME", "Returns the method with a full name.",
				`{{(method "tiny.v1.Library.GetBook").Response}}`, "tiny.v1.Book", false,
				func(s *session) any { return s.method }},
			{"packageOf", "packageOf NAME", "Returns the package that contains a service, method, message or enum.",
				`{{(packageOf .Method.Request).Name}}`, "tiny.v1", false,
				func(s *session) any { return s.packageOf }},
			{"has", "has NAME", "Reports whether the view contains a service, method, message or enum with the full name.",
				`{{has "tiny.v1.Shelf"}}`, "false", false,
				func(s *session) any { return s.has }},
			{"option", "option ELEMENT NAME", "Returns the value of an option of an element in its `options`, or nothing if it is not set. " +
				"The value is a string, number, bool, list or mapping.",
				`{{with option .Method "acme.audit"}}level {{.level}}{{end}}`, "level 2", false,
				func(s *session) any { return s.option }},
		}},
		{"Go", []function{
			{"use", "use PATH [NAME]", "Imports a Go package and returns its name in the file. The name is unique in the file. NAME is the " +
				"preferred name. Imports without a use in the file are left out.",
				`{{use "net/http"}}.MethodGet, {{use "example.com/other/http"}}.Get`, "http.MethodGet, http2.Get", false,
				func(s *session) any { return s.use }},
			{"goType", "goType VALUE", "Returns the Go type of a field, message, enum, `GoType` or `GoIdent`, and imports its package.",
				`{{goType (index (message "tiny.v1.Book").Fields 1).Go.Type}}`, "map[string]*tinypb.Author", false,
				func(s *session) any { return s.goType }},
			{"goPackage", "goPackage PATH NAME", "Returns the package clause of the file. `goType` and `use` do not import PATH.",
				`{{goPackage "example.com/gen/tiny/v1/tinypb" "tinypb"}}: {{goType (message "tiny.v1.Book")}}`, "package tinypb: Book", false,
				func(s *session) any { return s.goPackage }},
			{"quote", "quote TEXT", "Returns the text as a Go string literal in double quotes.",
				`{{quote "a \"b\""}}`, `"a \"b\""`, false,
				func(s *session) any { return s.quote }},
		}},
		{"Text", []function{
			{"comment", "comment PREFIX TEXT", "Puts a prefix before each line. Lines have no spaces at their ends.",
				`{{comment "// " "One.\n\nTwo."}}`, "// One.\n//\n// Two.", false,
				func(s *session) any { return s.comment }},
			{"wrap", "wrap WIDTH TEXT", "Breaks lines at spaces, so that lines have at most WIDTH characters. Lines that start with a space, and " +
				"longer words, stay.",
				`{{wrap 12 "Returns one of the books."}}`, "Returns one\nof the\nbooks.", false,
				func(s *session) any { return s.wrap }},
			{"indent", "indent PREFIX TEXT", "Puts a prefix before each line that is not empty.",
				`{{indent "  " "a\n\nb"}}`, "  a\n\n  b", false,
				func(s *session) any { return s.indent }},
			{"camel", "camel TEXT", "Returns the words of a text in lowerCamelCase.", `{{camel "get_book HTTP"}}`, "getBookHttp", false,
				func(s *session) any { return s.unary(camel) }},
			{"pascal", "pascal TEXT", "Returns the words of a text in UpperCamelCase.", `{{pascal "get_book"}}`, "GetBook", false,
				func(s *session) any { return s.unary(pascal) }},
			{"snake", "snake TEXT", "Returns the words of a text in lower_snake_case.", `{{snake .Method.Name}}`, "get_book", false,
				func(s *session) any { return s.unary(snake) }},
			{"kebab", "kebab TEXT", "Returns the words of a text in kebab-case.", `{{kebab .Method.Name}}`, "get-book", false,
				func(s *session) any { return s.unary(kebab) }},
			{"upperSnake", "upperSnake TEXT", "Returns the words of a text in UPPER_SNAKE_CASE.", `{{upperSnake .Method.Name}}`, "GET_BOOK", false,
				func(s *session) any { return s.unary(upperSnake) }},
			{"lower", "lower TEXT", "Returns the text in lower case.", `{{lower "GET"}}`, "get", false,
				func(s *session) any { return s.unary(strings.ToLower) }},
			{"upper", "upper TEXT", "Returns the text in upper case.", `{{upper "get"}}`, "GET", false,
				func(s *session) any { return s.unary(strings.ToUpper) }},
			{"plural", "plural NAME", "Returns an English name with its last word in the plural.", `{{plural "Library"}}`, "Libraries", false,
				func(s *session) any { return s.unary(plural) }},
			{"trim", "trim TEXT", "Removes white space at both ends.", `[{{trim " a "}}]`, "[a]", false,
				func(s *session) any { return s.unary(strings.TrimSpace) }},
			{"trimPrefix", "trimPrefix PREFIX TEXT", "Removes a prefix.", `{{trimPrefix "/v1" "/v1/books"}}`, "/books", false,
				func(s *session) any {
					return s.binary(func(prefix, text string) string { return strings.TrimPrefix(text, prefix) })
				}},
			{"trimSuffix", "trimSuffix SUFFIX TEXT", "Removes a suffix.", `{{trimSuffix "Request" "GetBookRequest"}}`, "GetBook", false,
				func(s *session) any {
					return s.binary(func(suffix, text string) string { return strings.TrimSuffix(text, suffix) })
				}},
			{"replace", "replace OLD NEW TEXT", "Replaces all occurrences of a text.", `{{.Package.Name | replace "." "/"}}`, "tiny/v1", false,
				func(s *session) any { return s.replace }},
			{"contains", "contains PART TEXT", "Reports whether the text contains a part.", `{{contains "Book" .Method.Name}}`, "true", false,
				func(s *session) any {
					return s.predicate(func(part, text string) bool { return strings.Contains(text, part) })
				}},
			{"hasPrefix", "hasPrefix PREFIX TEXT", "Reports whether the text starts with a prefix.",
				`{{hasPrefix "Get" .Method.Name}}`, "true", false,
				func(s *session) any {
					return s.predicate(func(prefix, text string) bool { return strings.HasPrefix(text, prefix) })
				}},
			{"hasSuffix", "hasSuffix SUFFIX TEXT", "Reports whether the text ends with a suffix.", `{{hasSuffix "s" .Method.Name}}`, "false", false,
				func(s *session) any {
					return s.predicate(func(suffix, text string) bool { return strings.HasSuffix(text, suffix) })
				}},
			{"split", "split SEPARATOR TEXT", "Returns the list of the parts between separators.", `{{index (split "." "a.b") 1}}`, "b", false,
				func(s *session) any { return s.split }},
			{"join", "join SEPARATOR LIST", "Joins the strings, numbers and bools of a list.", `{{join ", " (list "a" 2)}}`, "a, 2", false,
				func(s *session) any { return s.join }},
			{"print", "print VALUE...", "Joins strings, numbers and bools.", `{{print "v" 1}}`, "v1", false,
				func(s *session) any { return s.print }},
			{"printf", "printf FORMAT VALUE...", "Formats strings, numbers and bools as Go's fmt.Sprintf, with widths of at most 3 digits.",
				`{{printf "%-4s|%03d" "a" 7}}`, "a   |007", false,
				func(s *session) any { return s.printf }},
		}},
		{"Data", []function{
			{"list", "list VALUE...", "Returns a list.", `{{range list 1 2}}<{{.}}>{{end}}`, "<1><2>", false,
				func(s *session) any { return s.list }},
			{"dict", "dict NAME VALUE...", "Returns a mapping, for example as the data of a template.", `{{(dict "a" 1 "b" 2).b}}`, "2", false,
				func(s *session) any { return s.dict }},
			{"json", "json VALUE", "Returns a value as compact JSON. Names in the view have lowerCamelCase.",
				`{{json (index .Method.Http 0)}}`, `{"path":"/v1/{name=books/*}","verb":"GET"}`, false,
				func(s *session) any { return s.json }},
			{"jsonIndent", "jsonIndent INDENT VALUE", "Returns a value as JSON with a member on each line.",
				`{{jsonIndent "  " (dict "a" (list 1))}}`, "{\n  \"a\": [\n    1\n  ]\n}", false,
				func(s *session) any { return s.jsonIndent }},
		}},
		{"Flow", []function{
			{"include", "include TEMPLATE DATA", "Returns the text that a template writes, for functions such as `indent`.",
				`{{define "x"}}a {{.}}{{end}}{{include "x" 1 | upper}}`, "A 1", false,
				func(s *session) any { return s.include }},
			{"fail", "fail TEXT", "Stops with an error, which names the place in the template and the element.",
				`{{if not .Method.Paging}}{{fail "the method needs paging"}}{{end}}`, "the method needs paging", true,
				func(s *session) any { return s.fatal }},
		}},
	}
}

// names of all functions.
var functionNames = func() []string {
	var all []string
	for _, g := range []string{
		"message enum service method packageOf has option",
		"use goType goPackage quote",
		"comment wrap indent camel pascal snake kebab upperSnake lower upper plural trim trimPrefix trimSuffix",
		"replace contains hasPrefix hasSuffix split join print printf",
		"list dict json jsonIndent include fail",
	} {
		all = append(all, strings.Fields(g)...)
	}
	return all
}()

// FunctionNames returns the names of the functions of templates, without those of text/template.
func FunctionNames() []string { return functionNames }

// functions returns the functions for a session.
func (s *session) functions() template.FuncMap {
	all := template.FuncMap{markFunction: s.mark, textFunction: s.text, enterFunction: s.enter, leaveFunction: s.leave}
	for _, g := range functionGroups() {
		for _, f := range g.functions {
			all[f.name] = f.bind(s)
		}
	}
	return all
}

// Reference returns the section "Functions" of docs/packs.md, below its heading.
func Reference() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Templates are those of Go's [text/template](https://pkg.go.dev/text/template). Of its functions, %s exist.\n"+
		"The text is always the last argument, so that it can come from a pipe. ", "`"+strings.Join(builtins, "`, `")+"`")
	b.WriteString("The examples run for the method `GetBook` of a small library, in a test.\n")
	for _, g := range functionGroups() {
		fmt.Fprintf(&b, "\n### %s\n\n| Function | Meaning | Example | Writes |\n|---|---|---|---|\n", g.title)
		for _, f := range g.functions {
			want := code(f.want)
			if f.fails {
				want = "an error"
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", code(f.signature), f.help, code(f.example), want)
		}
	}
	return b.String()
}

// Keys returns the tables of the keys of pack.yaml in docs/packs.md.
func Keys() string {
	return "\n" + table(packKeys()) +
		"\nKeys of an option:\n\n" + table(optionKeys()) +
		"\nKeys of an output:\n\n" + table(outputKeys()) + "\n"
}

func table[T any](keys []key[T]) string {
	var b strings.Builder
	b.WriteString("| Key | Value | Meaning |\n|---|---|---|\n")
	for _, k := range keys {
		value := k.value
		if k.required {
			value += ", required"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", k.name, value, k.doc)
	}
	return b.String()
}

// code returns a text as code in a table of Markdown.
func code(text string) string {
	return "`" + strings.NewReplacer("|", `\|`, "\n", "⏎").Replace(text) + "`"
}
