// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Command businessmessages sends a message with a suggested reply to a conversation, through a
// server that speaks the protocol of Google Business Messages.
package main

import (
	"context"
	"crypto/rand"
	"flag"
	"fmt"
	"io"
	"log"
	"os"

	"github.com/protolect/protolect/gen/google/businessmessages/v1"
	"github.com/protolect/protolect/gen/google/businessmessages/v1/businessmessagespb"
	"github.com/protolect/protolect/runtime/rest"
)

func main() {
	endpoint := flag.String("endpoint", "", "URL of the server")
	conversation := flag.String("conversation", "", "name of the conversation, for example conversations/7")
	flag.Parse()
	if *endpoint == "" || *conversation == "" {
		log.Fatal("-endpoint or -conversation is missing")
	}

	// Google closed its own service, so there is no default endpoint to fall back to, and the
	// token is the one that your server accepts.
	server, token := rest.WithEndpoint(*endpoint), rest.WithBearerToken(os.Getenv("BUSINESSMESSAGES_TOKEN"))
	if err := run(context.Background(), os.Stdout, *conversation, rand.Text(), server, token); err != nil {
		log.Fatal(err)
	}
}

// run sends a message. The caller chooses its ID; a server can recognize a repetition by it.
func run(ctx context.Context, out io.Writer, conversation, messageID string, opts ...rest.ClientOption) error {
	client, err := businessmessages.NewClient(ctx, opts...)
	if err != nil {
		return err
	}

	bot := &businessmessagespb.Representative{
		DisplayName:        "Greeter",
		RepresentativeType: businessmessagespb.Representative_BOT,
	}
	hours := &businessmessagespb.Suggestion{Option: &businessmessagespb.Suggestion_Reply{Reply: &businessmessagespb.SuggestedReply{
		Text:         "Opening hours",
		PostbackData: "hours", // returned to the agent when the user taps the suggestion
	}}}
	message, err := client.CreateMessage(ctx, &businessmessagespb.CreateMessageRequest{
		Parent: conversation,
		Message: &businessmessagespb.Message{
			MessageId:      messageID,
			Representative: bot,
			Content:        &businessmessagespb.Message_Text{Text: "How can I help?"},
			Fallback:       "How can I help? Reply HOURS for our opening hours.", // for devices that cannot show suggestions
			Suggestions:    []*businessmessagespb.Suggestion{hours},
		},
	})
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "sent", message.GetName())
	return nil
}
