extension ReferencePlatform {
  /// `/collaborative-activities/download`; `nil` if the viewer may not have it.
  package func collaborativeActivitiesFile(viewer: String) -> [[String]]? {
    guard let users = collaborativeScope(of: viewer) else { return nil }
    let header = [
      "First name", "Last name", "Email", "Additional information", "Publications", "Comments", "Reactions",
    ]
    let rows = users.map { user in
      var row = [user.firstName, user.lastName, user.email, user.additionalInformation].map(Cell.text)
      row += [publications(of: user.id), comments(of: user.id), reactions(of: user.id)].map { String($0) }
      return row
    }
    return [header] + rows
  }

  /// "Posts of kind `message`, replies counted"; the setting `replies_count_as_publications` turns replies off.
  package func publications(of user: String) -> Int {
    posts.filter { post in
      post.author == user && post.kind == "message" && (repliesCountAsPublications || post.replyTo == nil)
    }.count
  }

  /// "Posts of kind `comment`, replies counted, plus replies of kind `message`."
  package func comments(of user: String) -> Int {
    posts.filter { post in
      post.author == user && (post.kind == "comment" || post.kind == "message" && post.replyTo != nil)
    }.count
  }

  /// "Reactions in courses' activities plus likes on posts."
  package func reactions(of user: String) -> Int {
    reactions.filter { reaction in
      reaction.user == user && (reaction.course != nil || reaction.kind == "like")
    }.count
  }

  /// `/members/download`; `nil` if the viewer may not have it.
  package func registrationsFile(viewer: String) -> [[String]]? {
    guard let users = membersScope(of: viewer) else { return nil }
    let header = ["First name", "Last name", "Email", "Registr. at", "Invited by", "Auto deletion"]
    let rows = users.map { user in
      var row = [user.firstName, user.lastName, user.email].map(Cell.text)
      row.append(Instants.cell(user.createdAt, in: timeZone))
      row.append(Cell.text(inviterEmail(of: user)))
      row.append(user.autoDeleteOn.map(Instants.dateCell) ?? "")
      return row
    }
    return [header] + rows
  }

  /// "Channel `api` → the owner's e-mail; `self_registration`, `sso`, `founder` → empty; else the e-mail of `invited_by`
  /// (deleted since or not), empty if there is none."
  func inviterEmail(of user: User) -> String? {
    switch user.channel {
    case "api": ownerEmail
    case "self_registration", "sso", "founder": nil
    default: user.invitedBy.flatMap { self.user($0)?.email }
    }
  }
}
