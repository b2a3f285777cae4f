package import Records

/// What derivation knows in addition to statements (xapi.md §1.2): people, courses, activities and settings.
package struct Platform: Sendable {
  package struct User: Sendable {
    package let id: ID
    package let email: String
    package let isDeleted: Bool

    package init(id: ID, email: String, isDeleted: Bool) {
      (self.id, self.email, self.isDeleted) = (id, email, isDeleted)
    }
  }

  package struct Course: Sendable {
    package let id: ID
    package let url: ID?

    package init(id: ID, url: ID?) { (self.id, self.url) = (id, url) }
  }

  /// A record of the kind `activities`.
  package struct Activity: Sendable {
    package let id: ID
    /// The id of a course record, which need not exist yet.
    package let course: ID
    package let isRequired: Bool

    package init(id: ID, course: ID, isRequired: Bool) {
      (self.id, self.course, self.isRequired) = (id, course, isRequired)
    }
  }

  package var users: [User] = []
  package var identities: [ActorIdentifier: ID] = [:]
  package var owner: ID
  package var courses: [Course] = []
  package var activities: [Activity] = []
  package var settings = DerivationSettings()

  package init(owner: ID) { self.owner = owner }
}

/// Settings that records depend on (xapi.md §14).
package struct DerivationSettings: Sendable {
  /// The longest gap between two statements that counts as time spent, in seconds.
  package var idleSeconds = 1_800
  /// Whether an unknown actor becomes a placeholder user; otherwise its statements wait (policy `hold`).
  package var createsPlaceholders = true
  /// The platform language, for names.
  package var language = "en"

  package init() {}
}
