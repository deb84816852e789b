// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import "strings"

// loneVerbs are the ids that say what is done and not to what, as frameworks for
// servers and their users write them, and the verbs of RPCs that they stand for.
var loneVerbs = map[string]string{
	"add": "Add", "all": "List", "approve": "Approve", "archive": "Archive", "cancel": "Cancel", "close": "Close",
	"create": "Create", "delete": "Delete", "destroy": "Delete", "disable": "Disable", "edit": "Update", "enable": "Enable",
	"find": "Find", "findall": "List", "findmany": "List", "findone": "Get", "get": "Get", "getall": "List", "getone": "Get",
	"index": "List", "insert": "Create", "list": "List", "listall": "List", "partialupdate": "PartialUpdate", "patch": "Update",
	"put": "Put", "query": "Query", "read": "Get", "remove": "Remove", "replace": "Replace", "retrieve": "Get", "search": "Search",
	"send": "Send", "set": "Set", "show": "Get", "update": "Update", "upload": "Upload", "validate": "Validate",
}

// verbs are the words that names of operations start with.
var verbs = func() map[string]bool {
	all := make(map[string]bool)
	for word := range strings.FieldsSeq(`
		accept activate add advance allow analyze append apply approve archive assign associate attach authenticate authorize
		batch begin block bulk calculate cancel change check claim clear clone close commit complete compute configure confirm
		connect convert copy count create deactivate decline decrypt delete deny deploy destroy detach detect disable
		disassociate disconnect discover dismiss download duplicate edit enable encrypt end enqueue estimate evaluate exchange
		execute expire export extend feed fetch filter find finish fire flag follow forget generate get grant hide import
		initialize initiate insert install interrupt invalidate invite invoke issue join kill leave link list load lock login
		logout lookup mark match merge migrate modify move mute notify open patch pause perform pin ping play post preview
		process promote provision prune publish pull purge push put query read rebuild receive recover redeem refresh refund
		register reject release remove rename render renew reopen reorder repeat replace report request requeue rerun resend
		reset resize resolve restart restore resume retrieve retry return revert revoke rotate run save schedule search select
		send set share sign simulate skip snooze sort split star start stop store submit subscribe summarize suspend swap sync
		terminate test toggle track train transfer transform translate trigger unarchive unassign unblock undelete undo
		unfollow uninstall unlink unlock unmute unpin unregister unshare unstar unsubscribe update upgrade upload upsert use
		validate verify view void vote wait withdraw write`) {
		all[word] = true
	}
	return all
}()

func isVerb(word string) bool { return verbs[strings.ToLower(word)] }
