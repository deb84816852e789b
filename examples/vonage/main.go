// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Command vonage lists the external accounts of Vonage and changes one of Facebook Messenger.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"

	"google.golang.org/protobuf/proto"

	accounts "github.com/protolect/protolect/gen/vonage/accounts/v1beta1"
	"github.com/protolect/protolect/gen/vonage/accounts/v1beta1/accountspb"
	"github.com/protolect/protolect/runtime/rest"
)

func main() {
	credentials, err := fromEnvironment()
	if err != nil {
		log.Fatal(err)
	}
	if err := run(context.Background(), os.Stdout, os.Args[1:], credentials); err != nil {
		log.Fatal(err)
	}
}

// fromEnvironment returns the credentials of an application if there are any, and otherwise
// those of the account.
func fromEnvironment() (rest.ClientOption, error) {
	if application := os.Getenv("VONAGE_APPLICATION_ID"); application != "" {
		key, err := os.ReadFile(os.Getenv("VONAGE_PRIVATE_KEY"))
		if err != nil {
			return nil, fmt.Errorf("VONAGE_PRIVATE_KEY: %w", err)
		}
		return accounts.WithApplicationJWT(application, key), nil
	}
	key := os.Getenv("VONAGE_API_KEY")
	if key == "" {
		return nil, errors.New("set VONAGE_API_KEY and VONAGE_API_SECRET, or VONAGE_APPLICATION_ID and VONAGE_PRIVATE_KEY")
	}
	return rest.WithBasicAuth(key, os.Getenv("VONAGE_API_SECRET")), nil
}

// parse returns the update that the arguments describe. A PATCH contains only the fields that
// are set: unset, empty and null are different.
func parse(args []string) (*accountspb.UpdateMessengerAccountRequest, error) {
	update := new(accountspb.UpdateMessengerAccountRequest)
	flags := flag.NewFlagSet("vonage", flag.ExitOnError)
	flags.StringVar(&update.ExternalId, "page", "", "change the account of the Facebook page with this `ID`")
	flags.Func("name", "the new name, which may be empty", func(name string) error {
		update.Name = proto.String(name) // "name": "", if it is empty
		return nil
	})
	flags.BoolFunc("unlink", "unlink all applications", func(string) error {
		update.EmptyFields = append(update.EmptyFields, "applications") // "applications": []
		return nil
	})
	flags.BoolFunc("remove-token", "remove the access token", func(string) error {
		update.NullFields = append(update.NullFields, "access_token") // "access_token": null
		return nil
	})
	return update, flags.Parse(args)
}

func run(ctx context.Context, out io.Writer, args []string, opts ...rest.ClientOption) error {
	update, err := parse(args)
	if err != nil {
		return err
	}
	client, err := accounts.NewClient(ctx, opts...)
	if err != nil {
		return err
	}

	if update.GetExternalId() != "" {
		account, err := client.UpdateMessengerAccount(ctx, update)
		if problem, ok := rest.Detail[*accountspb.Problem](err); ok {
			// The document declares the body of errors: it names the wrong parameters.
			for _, p := range problem.GetInvalidParams() {
				fmt.Fprintf(out, "%s: %s\n", p.GetName(), p.GetReason())
			}
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "changed %s, name %q\n", account.GetExternalId(), account.GetName())
	}

	for account, err := range client.ListAccounts(ctx, &accountspb.ListAccountsRequest{}).All() {
		if err != nil {
			return err
		}
		fmt.Fprintln(out, account.GetProvider(), account.GetExternalId(), account.GetName())
	}
	return nil
}
