extension ReferencePlatform {
  package struct User: Sendable {
    package let id, email, firstName, lastName, channel: String
    package let title, language, additionalInformation, invitedBy, autoDeleteOn: String?
    package let createdAt: Int
    package let deletedAt: Int?
    /// From the custom field's id to the value.
    package let customValues: [String: String]

    init(_ row: Cells) {
      id = row.required("id")
      email = row.email("email")
      firstName = row.required("first_name")
      lastName = row.required("last_name")
      channel = row["channel"] ?? "import"
      title = row["title"]
      language = row["language"]
      additionalInformation = row["additional_information"]
      invitedBy = row["invited_by"]
      autoDeleteOn = row["auto_delete_on"]
      createdAt = row.requiredInstant("created_at")
      deletedAt = row.instant("deleted_at")
      let custom = row.filter { $0.key.hasPrefix("custom:") }.map { (String($0.key.dropFirst(7)), $0.value) }
      customValues = Dictionary(uniqueKeysWithValues: custom)
    }
  }

  package struct CustomField: Sendable {
    package let id, title: String
    package let isDate: Bool

    init(_ row: Cells) {
      id = row.required("id")
      title = row.required("title")
      isDate = row["type"] == "date"
    }
  }

  package struct ManagerRelation: Sendable {
    package let user, manager: String
    /// "`until` closes the relation, and only open ones count."
    package let isOpen: Bool

    init(_ row: Cells) {
      user = row.required("user")
      manager = row.required("manager")
      isOpen = row["until"] == nil
    }
  }

  package struct Group: Sendable {
    package let id, name: String
    /// Only the platform has `nil`.
    package let parent: String?

    init(_ row: Cells) {
      id = row.required("id")
      name = row.required("name")
      parent = row["parent"]
    }
  }

  package struct Membership: Sendable {
    package let group, user, role: String
    package let until: Int?

    init(_ row: Cells) {
      group = row.required("group")
      user = row.required("user")
      role = row.required("role")
      until = row.instant("until")
    }
  }

  package struct Enrolment: Sendable {
    package let session: SessionReference
    package let user, origin: String
    package let enrolledAt: Int
    package let isOpen: Bool

    init(_ row: Cells) {
      session = row.required("kind") == "path" ? .path(row.required("session")) : .program(row.required("session"))
      user = row.required("user")
      origin = row.required("origin")
      enrolledAt = row.requiredInstant("enrolled_at")
      isOpen = row["unenrolled_at"] == nil
    }

    /// "An open enrolment of origin `individual` or `group`."
    var assigns: Bool { isOpen && (origin == "individual" || origin == "group") }
  }
}
