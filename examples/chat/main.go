// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Command chat sends a message with a card to a space of Google Chat and lists the messages
// of the space.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"

	"github.com/protolect/protolect/gen/google/apps/card/v1/cardpb"
	"github.com/protolect/protolect/gen/google/chat/v1"
	"github.com/protolect/protolect/gen/google/chat/v1/chatpb"
	"github.com/protolect/protolect/runtime/rest"
)

func main() {
	space := flag.String("space", "", "name of the space, for example spaces/AAAA")
	flag.Parse()
	if *space == "" {
		log.Fatal("-space is missing")
	}

	// Application Default Credentials are used. By default a client requests all scopes of
	// the API; a Chat app needs only these.
	scopes := rest.WithScopes(chat.ScopeChatBot, chat.ScopeChatAppMessagesReadonly)
	if err := run(context.Background(), os.Stdout, *space, scopes); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, out io.Writer, space string, opts ...rest.ClientOption) error {
	client, err := chat.NewClient(ctx, opts...)
	if err != nil {
		return err
	}

	message, err := client.CreateMessage(ctx, &chatpb.CreateMessageRequest{
		Parent: space,
		Message: &chatpb.Message{
			Text:    "Build 7 has passed",
			CardsV2: []*chatpb.CardWithId{{CardId: "build", Card: buildCard()}},
		},
	})
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "sent", message.GetName())

	// Each page is fetched when the loop reaches it.
	for message, err := range client.ListMessages(ctx, &chatpb.ListMessagesRequest{Parent: space, PageSize: 100}).All() {
		if e, ok := errors.AsType[*rest.Error](err); ok && e.StatusCode == http.StatusForbidden {
			// Every app that is a member of the space may send. To read, it needs the approval of an administrator.
			return fmt.Errorf("an administrator must approve %s for this app: %w", chat.ScopeChatAppMessagesReadonly, err)
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s: %s\n", message.GetCreateTime().AsTime().Format("15:04"), message.GetText())
	}
	return nil
}

// buildCard returns a card with a text and a button.
func buildCard() *cardpb.Card {
	text := &cardpb.Widget{Data: &cardpb.Widget_DecoratedText{DecoratedText: &cardpb.DecoratedText{
		TopLabel: "Duration",
		Text:     "4 min",
	}}}
	buttons := &cardpb.Widget{Data: &cardpb.Widget_ButtonList{ButtonList: &cardpb.ButtonList{Buttons: []*cardpb.Button{{
		Text:    "Open log",
		OnClick: &cardpb.OnClick{Data: &cardpb.OnClick_OpenLink{OpenLink: &cardpb.OpenLink{Url: "https://ci.example.com/7"}}},
	}}}}}
	return &cardpb.Card{
		Header:   &cardpb.Card_CardHeader{Title: "Build 7", Subtitle: "passed"},
		Sections: []*cardpb.Card_Section{{Widgets: []*cardpb.Widget{text, buttons}}},
	}
}
