// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/finding"
)

// A command is one command of the program.
type command struct {
	name      string
	arguments string // in the usage
	doc       string // in lines of the usage
	run       func(ctx context.Context, args []string, stdout, stderr io.Writer) error
}

func commands() []command {
	return []command{
		{"convert", "DOCUMENT... --out DIR", "Generate .proto files and Go packages from documents, in DIR/proto and\nDIR/gen.", convertCommand},
		{"init", "DOCUMENT...", "Write a protolect.yaml that lists documents.", initCommand},
		{"generate", "[API...]", "Generate the APIs that protolect.yaml lists, or those named, in proto/ and\ngen/.", generateCommand},
		{"fetch", "[API...]", "Download the documents for which protolect.yaml has a url. Only this command\n" +
			"and update use the network.", fetchCommand},
		{"update", "[API...]", "Take the newest documents, generate, and write the changes since the last\n" +
			"commit to CHANGELOG.md.", updateCommand},
		{"diff", "OLD NEW", "Print the changes between two documents, two folders of documents or\n" +
			"output, or two revisions of a git repository, and what they break.", diffCommand},
		{"lock", "merge BASE OURS THEIRS", "Unite the locks of two branches, and write the result to OURS. git calls it\n" +
			"if merge.protolect.driver is \"protolect lock merge %O %A %B\".", lockCommand},
		{"view", "[API...]", "Print as JSON the view that templates receive: of the APIs that protolect.yaml\n" +
			"lists, of those named, or of a document.", viewCommand},
		{"image", "--out FILE", "Compile the .proto files below proto/ into an image for buf.", imageCommand},
		{"project", "", "Print the reference of protolect.yaml.", projectCommand},
		{"overlay", "", "Print the reference of overlays.", overlayCommand},
		{"rules", "", "Print the rules of findings and their remedies.", rulesCommand},
		{"version", "", "Print the version of the program.", versionCommand},
	}
}

const (
	usageHead = "Protolect generates protobuf definitions and Go clients from API descriptions.\n\nUsage:\n\n"
	usageTail = `
A document is a discovery document or an OpenAPI document: a file, a pipe, or -
for the standard input. For convert it is also a folder that contains one. A
document may refer to files beside and below it.

"protolect COMMAND -h" lists the flags of a command. The exit status is 0 on
success, 1 if the input has errors or --check finds differences, 2 for a wrong
command line, and 3 if the changes would break users (--allow).
`
)

func usage() string {
	var b strings.Builder
	b.WriteString(usageHead)
	for _, c := range commands() {
		fmt.Fprintf(&b, "  %s\n%s", c.synopsis(), indent(c.doc, "      "))
	}
	b.WriteString(usageTail)
	return b.String()
}

func (c command) synopsis() string {
	return strings.TrimSpace("protolect " + c.name + " " + c.arguments)
}

func indent(text, prefix string) string {
	return prefix + strings.ReplaceAll(text, "\n", "\n"+prefix) + "\n"
}

// newFlags returns the flags of a command. Its usage has the documentation of the command.
func newFlags(name string) *flag.FlagSet {
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.Usage = func() {
		all := commands()
		c := all[slices.IndexFunc(all, func(c command) bool { return c.name == name })]
		fmt.Fprintf(flags.Output(), "Usage: %s\n\n%s", c.synopsis(), indent(c.doc, "  "))
		hasFlags := false
		flags.VisitAll(func(*flag.Flag) { hasFlags = true })
		if hasFlags {
			fmt.Fprint(flags.Output(), "\nFlags:\n\n")
			flags.PrintDefaults()
		}
	}
	return flags
}

// parse parses flags before, between and after other arguments, which it returns.
func parse(flags *flag.FlagSet, args []string, stderr io.Writer) ([]string, error) {
	printUsage := flags.Usage
	flags.SetOutput(io.Discard) // wrongCall prints errors
	flags.Usage = func() {}
	var others []string
	for {
		err := flags.Parse(args)
		if errors.Is(err, flag.ErrHelp) {
			flags.SetOutput(stderr)
			printUsage()
			return nil, err
		} else if err != nil {
			return nil, wrongCall(flags, stderr, "%v%s", err, suggestedFlag(flags, err))
		}
		if flags.NArg() == 0 {
			return others, nil
		}
		others = append(others, flags.Arg(0))
		args = flags.Args()[1:]
	}
}

// suggestedFlag returns a suggestion for an error of flags that is about an unknown flag.
func suggestedFlag(flags *flag.FlagSet, err error) string {
	name, found := strings.CutPrefix(err.Error(), "flag provided but not defined: -")
	if !found {
		return ""
	}
	var names []string
	flags.VisitAll(func(f *flag.Flag) { names = append(names, f.Name) })
	return finding.Suggestion(name, names)
}

// parseNone parses the flags of a command without arguments.
func parseNone(flags *flag.FlagSet, args []string, stderr io.Writer) error {
	others, err := parse(flags, args, stderr)
	if err == nil && len(others) > 0 {
		return wrongCall(flags, stderr, "unexpected argument %q", others[0])
	}
	return err
}

// errUsage is returned for a wrong command line, which was reported.
var errUsage = errors.New("usage")

// wrongCall reports a wrong command line, and how to print the usage of the command.
func wrongCall(flags *flag.FlagSet, stderr io.Writer, format string, args ...any) error {
	fmt.Fprintf(stderr, "protolect %s: %s\nRun \"protolect %[1]s -h\" for help.\n", flags.Name(), fmt.Sprintf(format, args...))
	return errUsage
}
