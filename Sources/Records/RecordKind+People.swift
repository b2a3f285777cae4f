// Users, managers, groups and memberships.

extension RecordKind {
  package static let customFields = RecordKind(
    "custom_fields",
    fields: [
      .required("id", .id),
      .required("title", .text),
      .optional("type", .choice(["text", "date"]), default: .text("text")),
    ])

  package static let users = RecordKind(
    "users",
    fields: [
      .required("id", .id),
      .required("email", .email),
      .required("first_name", .text),
      .required("last_name", .text),
      .optional("title", .text),
      .optional("additional_information", .text),
      .optional("language", .language),
      .optional("time_zone", .timeZone),
      .required("created_at", .instant),
      .optional("channel", .choice(channels), default: .text("import")),
      .optional("invited_by", .reference("users")),
      .optional("auto_delete_on", .date),
      .optional("deleted_at", .end),
    ])

  private static let channels = [
    "invitation", "admin", "import", "api", "self_registration", "sso", "scim", "founder",
  ]

  package static let managers = RecordKind(
    "managers", key: ["user", "manager"],
    fields: [
      .required("user", .reference("users")),
      .required("manager", .reference("users")),
      .optional("since", .instant),
      .optional("until", .end),
    ], checking: ["user", "manager"]
  ) { row in
    row["user"] == row["manager"]
      ? row.fault("manager", "is the user themselves; a user cannot be their own manager") : nil
  }

  package static let groups = RecordKind(
    "groups",
    fields: [
      .required("id", .id),
      .required("name", .text),
      .optional("parent", .reference("groups")),
      .optional("created_at", .instant),
    ])

  package static let memberships = RecordKind(
    "memberships", key: ["group", "user", "role"],
    fields: [
      .required("group", .reference("groups")),
      .required("user", .reference("users")),
      .required("role", .choice(["learner", "author", "coach", "user_admin", "admin", "owner"])),
      .optional("since", .instant),
      .optional("until", .end),
    ])
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
