// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import "strings"

// loneVerbs are the ids that say what is done and not to what, as frameworks for
// servers and their users write them, and the verbs of RPCs that they stand for.
var loneVerbs = map[string]string{
	"all": "List", "destroy": "Delete", "edit": "Update", "findall": "List", "findmany": "List", "findone": "Get", "getall": "List",
	"getone": "Get", "index": "List", "insert": "Create", "listall": "List", "partialupdate": "PartialUpdate", "patch": "Update",
	"read": "Get", "retrieve": "Get", "show": "Get",
}

// ofMany are the verbs of what is done to many.
var ofMany = map[string]bool{"Find": true, "List": true, "Query": true, "Search": true}

// ofAnything are the verbs that say nothing without what they are about.
var ofAnything = map[string]bool{
	"Add": true, "Create": true, "Delete": true, "Find": true, "Get": true, "List": true, "PartialUpdate": true, "Post": true,
	"Put": true, "Remove": true, "Replace": true, "Set": true, "Update": true,
}

// loneVerb returns the verb of an RPC for an id that is no more than a verb.
func loneVerb(id string) string {
	all := words(id)
	if verb := loneVerbs[strings.ToLower(strings.Join(all, ""))]; verb != "" {
		return verb
	}
	if len(all) == 1 && isVerb(all[0]) {
		return titled(all)
	}
	return ""
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
