// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package changelog_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/changelog"
	"github.com/protolect/protolect/codegen/compare"
	"github.com/protolect/protolect/codegen/published"
)

const importPath = "example.com/gen/shop/v1"

// text returns the text of an entry without its heading and verdicts.
func text(t *testing.T, e changelog.Entry) string {
	t.Helper()
	e.ImportPath = importPath
	all := string(changelog.Update(nil, nil, []*changelog.Entry{&e}, nil))
	_, all, found := strings.Cut(all, "\n## Unreleased\n\n### `"+importPath+"`: Shop, 1 → 2\n\n")
	all, _, ends := strings.Cut(all, "\n\nVerdicts: ")
	if !found || !ends {
		t.Fatalf("the entry is\n%s", all)
	}
	return all
}

func name(state published.State, name, kind, detail string) []published.Name {
	return []published.Name{{Folder: "gen/shop/v1", Name: name, Kind: kind, State: state, Detail: detail}}
}

// TestLines writes entries about one or more changes.
func TestLines(t *testing.T) {
	const added, removed = published.Added, published.Removed
	type changes = []published.Change
	for _, test := range []struct {
		name    string
		changes changes
		want    string
	}{
		{"only comments", nil, "Only comments changed."},
		{"methods, then names", changes{
			{State: added, Names: name(added, "Item", "type", "")},
			{State: added, Names: name(added, "Color", "type", "")},
			{State: added, Names: name(added, "ItemsClient", "type", "")},
			{State: added, Names: name(added, "Client.ListItems", "method", "")},
			{State: added, Names: name(added, "Client.GetItem", "method", "")},
		}, "#### Added\n\n- `Client.GetItem`\n- `Client.ListItems`\n- `ItemsClient`\n- `Color`, `Item`"},
		{"methods of several clients", changes{
			{State: added, Names: name(added, "ItemsClient.List", "method", "")},
			{State: added, Names: name(added, "ItemsClient.Get", "method", "")},
		}, "#### Added\n\n- `ItemsClient.Get`\n- `ItemsClient.List`"},
		{"fields and constants of one type share a line", changes{
			{State: added, Names: name(added, "Item.Price", "field", "")},
			{State: added, Names: name(added, "Item.Color", "field", "")},
			{State: added, Names: name(added, "Shop.Name", "field", "")},
			{State: added, Names: name(added, "Color_RED", "constant", "")},
			{State: added, Names: name(added, "Color_BLUE", "constant", "")},
			{State: added, Names: name(added, "ScopeRead", "constant", "")},
			{State: added, Names: name(added, "ScopeAll", "constant", "")},
		}, "#### Added\n\n- `Color_BLUE`, `Color_RED`\n- `Item.Color`, `Item.Price`\n- `ScopeAll`, `ScopeRead`\n- `Shop.Name`"},
		{"a required field", changes{{State: added, Details: []string{"the required query parameter id was added to GET /v1/*"}, Names: name(added, "GetRequest.Id", "field", "")}},
			"#### Added\n\n- `GetRequest.Id`: the required query parameter id was added to GET /v1/\\*"},
		{"another type", changes{{Details: []string{"the JSON name a_b became c"}, Names: name(published.Changed, "Item.Price", "field", "*int32 became *string")}},
			"#### Changed\n\n- `Item.Price`: `*int32` became `*string`; the JSON name a\\_b became c"},
		{"another kind", changes{{Names: name(published.Changed, "F", "function", "became a variable")}}, "#### Changed\n\n- `F`: became a variable"},
		{"only requests", changes{
			{GoName: "Client.GetItem", Element: "shop.v1.Shop.GetItem", Details: []string{"the scope <a> is sufficient"}},
			{GoName: "Client.ListItems", Element: "shop.v1.Shop.ListItems", Details: []string{"the scope <a> is sufficient"}},
			{Element: "shop.v1", Details: []string{"the endpoint was\nremoved"}},
		}, "#### Changed\n\n- `Client.GetItem`, `Client.ListItems`: the scope \\<a> is sufficient\n- `shop.v1`: the endpoint was removed"},
		{"only the type on the wire", changes{{GoName: "Item.Price", Message: "int32 became sint32", Verdict: published.Verdict{Wire: compare.Major}}},
			"#### Changed\n\n- `Item.Price`: int32 became sint32"},
		{"what follows from other changes", changes{{GoName: "Color_RED", Message: "constant Color_RED was added", State: added, Verdict: published.Verdict{Go: compare.Minor}}}, "Only comments changed."},
		{"deprecated", changes{
			{GoName: "Item.Price", Deprecated: true},
			{GoName: "Client.GetItem", Deprecated: true, Details: []string{"GET /a became GET /b"}},
		}, "#### Changed\n\n- `Client.GetItem`: GET /a became GET /b\n\n#### Deprecated\n\n- `Client.GetItem`\n- `Item.Price`"},
		{"removed", changes{{State: removed, GoName: "Item.Price", Names: name(removed, "Item.Price", "field", "")}, {State: removed, Names: name(removed, "", "", "")}},
			"#### Removed\n\n- `Item.Price`\n- `gen/shop/v1`"},
		{"renamed", changes{
			{Element: "shop.v1.Shop.GetItem", Successor: "shop.v1.Shop.ReadItem", GoName: "Client.GetItem", Names: name(removed, "Client.GetItem", "method", "")},
			{Element: "shop.v1.Shop.ReadItem", State: added, GoName: "Client.ReadItem", Names: name(added, "Client.ReadItem", "method", "")},
		}, "#### Added\n\n- `Client.ReadItem`\n\n#### Removed\n\n- `Client.GetItem`: use `Client.ReadItem`"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := text(t, changelog.Entry{Title: "Shop", Before: "1", After: "2", Changes: test.changes})
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// TestReleases writes the releases of changes.
func TestReleases(t *testing.T) {
	field := func(f string) published.Change {
		return published.Change{Element: f, State: published.Added, Names: name(published.Added, "Item."+f, "field", "")}
	}
	releases := map[string][]string{"A": {"v1.1.0"}, "B": {"v1.1.0"}, "C": {"v1.2.0", "v1.3.0"}}
	got := text(t, changelog.Entry{Title: "Shop", Before: "1", After: "2", Source: "example.com/a v1.0.0 → v1.3.0",
		Changes: []published.Change{field("A"), field("B"), field("C"), field("D")}, Releases: func(element string) []string { return releases[element] }})
	want := "From example.com/a v1.0.0 → v1.3.0.\n\n#### Added\n\n- `Item.A`, `Item.B` (v1.1.0)\n- `Item.C` (v1.2.0, v1.3.0)\n- `Item.D`"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestHeading writes the titles and revisions of documents.
func TestHeading(t *testing.T) {
	for _, test := range []struct{ title, before, after, want string }{
		{"Shop", "1", "2", "`: Shop, 1 → 2"},
		{"Shop", "1", "1", "`: Shop, 1"},
		{"Shop", "", "1", "`: Shop, 1"},
		{"", "1", "", "`"},
		{"Shop\n## A", "1", "2", "`: Shop ## A, 1 → 2"},
		{strings.Repeat("é", 81), "1", "2", "`: " + strings.Repeat("é", 80) + "…, 1 → 2"},
	} {
		e := &changelog.Entry{ImportPath: importPath, Title: test.title, Before: test.before, After: test.after}
		got := string(changelog.Update(nil, nil, []*changelog.Entry{e}, nil))
		if want := "\n### `" + importPath + test.want + "\n"; !strings.Contains(got, want) {
			t.Errorf("want %q in\n%s", want, got)
		}
	}
}

// TestUpdate writes entries to changelogs, and writes them again.
func TestUpdate(t *testing.T) {
	entry := func(path, before, after string) *changelog.Entry {
		return &changelog.Entry{ImportPath: path, Title: "Shop", Before: before, After: after}
	}
	block := func(path, revisions string) string {
		return "### `" + path + "`: Shop, " + revisions + "\n\nOnly comments changed.\n\nVerdicts: Go none, wire none, requests none.\n"
	}
	const head = "# Changelog\n\n## Unreleased\n"
	old, now := entry("a", "1", "2"), entry("a", "2", "3")
	for _, test := range []struct {
		name            string
		text, committed string
		entries         []*changelog.Entry
		stale           []string
		want            string
	}{
		{"an empty section", head, head, []*changelog.Entry{now}, nil, head + "\n" + block("a", "2 → 3")},
		{"several APIs", head, head, []*changelog.Entry{now, entry("b", "1", "2")}, nil, head + "\n" + block("a", "2 → 3") + "\n" + block("b", "1 → 2")},
		{"a section with text", head + "\n### Added\n\n- X.\n\n\n## v1\n\n- Y.\n", "", []*changelog.Entry{now}, nil,
			head + "\n### Added\n\n- X.\n\n" + block("a", "2 → 3") + "\n## v1\n\n- Y.\n"},
		{"no line break at the end", strings.TrimSpace(head), "", []*changelog.Entry{now}, nil, head + "\n" + block("a", "2 → 3")},
		{"another spelling", "# Changelog\n\n## [Unreleased]\n\n[Unreleased]: https://a.example\n", "", []*changelog.Entry{now}, nil,
			"# Changelog\n\n## [Unreleased]\n\n" + block("a", "2 → 3") + "\n[Unreleased]: https://a.example\n"},
		{"no section", "# Changelog\n\n## v1\n\n- Y.\n", "", []*changelog.Entry{now}, nil, head + "\n" + block("a", "2 → 3") + "\n## v1\n\n- Y.\n"},
		{"only a title", "# Changelog\n", "", []*changelog.Entry{now}, nil, head + "\n" + block("a", "2 → 3")},
		{"a committed entry", head + "\n" + block("a", "1 → 2"), head + "\n" + block("a", "1 → 2"), []*changelog.Entry{now}, nil, head + "\n" + block("a", "2 → 3") + "\n" + block("a", "1 → 2")},
		{"an entry of an earlier run", head + "\n### Fixed\n\n- X.\n\n" + block("a", "1 → 2") + "\n## v1\n", head, []*changelog.Entry{now}, nil, head + "\n### Fixed\n\n- X.\n\n" + block("a", "2 → 3") + "\n## v1\n"},
		{"a committed entry with the same heading", head + "\n" + block("a", "1 → 2"), head + "\n" + block("a", "1 → 2"), []*changelog.Entry{old}, nil, head + "\n" + block("a", "1 → 2") + "\n" + block("a", "1 → 2")},
		{"an edited committed entry", head + "\n" + strings.Replace(block("a", "1 → 2"), "Only", "Just", 1), head + "\n" + block("a", "1 → 2"), []*changelog.Entry{now}, nil,
			head + "\n" + block("a", "2 → 3") + "\n" + strings.Replace(block("a", "1 → 2"), "Only", "Just", 1)},
		{"an entry of another API", head + "\n" + block("b", "1 → 2"), head, []*changelog.Entry{now}, nil, head + "\n" + block("a", "2 → 3") + "\n" + block("b", "1 → 2")},
		{"a stale entry", head + "\n" + block("a", "1 → 2") + "\n## v1\n", head, nil, []string{"a"}, head + "\n## v1\n"},
		{"a stale entry that is committed", head + "\n" + block("a", "1 → 2"), head + "\n" + block("a", "1 → 2"), nil, []string{"a"}, head + "\n" + block("a", "1 → 2")},
		{"an entry of a release", head + "\n## v1\n\n" + block("a", "1 → 2"), "", []*changelog.Entry{now}, nil, head + "\n" + block("a", "2 → 3") + "\n## v1\n\n" + block("a", "1 → 2")},
		{"a heading of somebody else", head + "\n### `a`: a new command\n\n- X.\n", "", []*changelog.Entry{now}, nil, head + "\n### `a`: a new command\n\n- X.\n\n" + block("a", "2 → 3")},
		{"text below an entry", head + "\n" + block("a", "1 → 2") + "\nMine.\n", head, []*changelog.Entry{now}, nil, head + "\nMine.\n\n" + block("a", "2 → 3")},
		{"nothing to do", "# Changelog \n\n\n\n## Unreleased\n\n\n", "", nil, []string{"a"}, "# Changelog \n\n\n\n## Unreleased\n\n\n"},
		{"carriage returns", "# Changelog\r\n\r\n## Unreleased\r\n\r\n## v1\r\n", "", []*changelog.Entry{now}, nil, strings.ReplaceAll(head+"\n"+block("a", "2 → 3")+"\n## v1\n", "\n", "\r\n")},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := changelog.Update([]byte(test.text), []byte(test.committed), test.entries, test.stale)
			if diff := cmp.Diff(test.want, string(got)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			again := changelog.Update(got, []byte(test.committed), test.entries, test.stale)
			if diff := cmp.Diff(test.want, string(again)); diff != "" {
				t.Errorf("the second time (-want +got):\n%s", diff)
			}
		})
	}
}
