// Users, managers, groups and memberships.

extension RecordKind {
  package static let customFields = RecordKind(
    "custom_fields",
    "A field that the platform adds to its users, such as a department. Its values are in column `custom:ID` of `users`.",
    example: """
      id,title,type
      department,Department,text
      """,
    fields: [
      .id,
      .required("title", .text, "The heading on pages and in files."),
      .optional(
        "type", .choice(["text", "date"]), default: .text("text"),
        "The type of the values. A value of type `date` is a date such as `2026-03-01`."),
    ])

  package static let users = RecordKind(
    "users", "A person. Users are never removed: a user who has left has `deleted_at`, and their statistics are kept.",
    example: """
      id,email,first_name,last_name,created_at,title,custom:department
      u1,ada@example.com,Ada,Lovelace,2026-01-05T08:00:00Z,Head of Training,
      u2,bob@example.com,Bob,Babbage,2026-01-05T08:00:00Z,Nurse,Ward 3
      """,
    fields: [
      .id,
      .required("email", .email, "Stored in lower case; unique among users who are not deleted."),
      .required("first_name", .text, "First name."),
      .required("last_name", .text, "Last name."),
      .optional("title", .text, "*Title / Employment* on pages and in files."),
      .optional("additional_information", .text, "*Additional information* in files."),
      .optional(
        "language", .language, "The language of the user's pages and emails, if Tallybook has it; otherwise English."),
      .optional(
        "time_zone", .timeZone, "The user's time zone, for information only: times are shown in that of the platform."),
      .required("created_at", .instant, "When the account was created: *Registr. at* in the registration file."),
      .optional("channel", .choice(channels), default: .text("import"), "How the account came into being."),
      .optional("invited_by", .reference("users"), "The user who invited them: *Invited by* in the registration file."),
      .optional("auto_delete_on", .date, "The day on which Tallybook deletes the account. Empty: never."),
      .optional("deleted_at", .end, "When the user was deleted. Empty: the user is current."),
    ])

  private static let channels = [
    "invitation", "admin", "import", "api", "self_registration", "sso", "scim", "founder",
  ]

  package static let managers = RecordKind(
    "managers", "The relation between a user and their manager. A user can have several managers.",
    key: ["user", "manager"],
    example: """
      user,manager,since
      u2,u1,2026-01-05T08:00:00Z
      """,
    fields: [
      .required("user", .reference("users"), "The direct report."),
      .required("manager", .reference("users"), "The manager; not the user themselves."),
      .optional("since", .instant, "When the relation began; for information only."),
      .optional("until", .end, "When the relation ended. Empty: it is open. Only open relations count."),
    ], checking: ["user", "manager"]
  ) { row in
    row["user"] == row["manager"]
      ? row.fault("manager", "is the user themselves; a user cannot be their own manager") : nil
  }

  package static let groups = RecordKind(
    "groups", "A node in the tree of groups. Exactly one group, the platform, has no parent.",
    example: """
      id,name,parent
      acme,Acme,
      ward3,Ward 3,acme
      """,
    fields: [
      .id,
      .required("name", .text, "The name on pages, and the heading of the group's column in files."),
      .optional("parent", .reference("groups"), "The group above. Empty: this is the platform group."),
      .optional("created_at", .instant, "When the group was created; for information only."),
    ])

  package static let memberships = RecordKind(
    "memberships",
    "A user's role in a group; it determines who sees whose statistics. A user can have several roles in a group.",
    key: ["group", "user", "role"],
    example: """
      group,user,role
      acme,u1,owner
      ward3,u2,learner
      """,
    fields: [
      .required("group", .reference("groups"), "The group."),
      .required("user", .reference("users"), "The member."),
      .required(
        "role", .choice(["learner", "author", "coach", "user_admin", "admin", "owner"]),
        "`owner` is the user who sees everyone: in the platform group only, and one user only."),
      .optional("since", .instant, "When the membership began; for information only."),
      .optional("until", .end, "When the membership ended. Empty: it is open, unless the user is deleted."),
    ])
}

extension Field {
  static let id = required("id", .id, "Unique among the records of this kind.")
}

extension RecordRow {
  /// A fault of one of the row's fields, with the field's value.
  func fault(_ field: String, _ reason: String) -> FieldError {
    FieldError(field: field, value: self[field].shown, reason: reason)
  }
}

extension FieldValue {
  var shown: String {
    switch self {
    case .none: ""
    case .text(let text): text
    case .integer(let integer): String(integer)
    }
  }
}
