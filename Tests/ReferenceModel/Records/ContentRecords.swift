extension ReferencePlatform {
  package struct Course: Sendable {
    package let id, name, author: String
    package let coAuthors: [String]
    package let duplicateOf, publishedBy, group: String?
    package let isPublished: Bool

    init(_ row: Cells) {
      id = row.required("id")
      name = row.required("name")
      author = row.required("author")
      coAuthors = row.list("co_authors")
      duplicateOf = row["duplicate_of"]
      publishedBy = row["published_by"]
      group = row["group"]
      isPublished = row["published_at"] != nil
    }
  }

  package struct Question: Sendable {
    package let id, statement, interaction: String
    package let course, choices, correct: String?
    package let tags: [String]

    init(_ row: Cells) {
      id = row.required("id")
      statement = row.required("statement")
      interaction = row.required("interaction")
      course = row["course"]
      choices = row["choices"]
      correct = row["correct"]
      tags = row.list("tags")
    }
  }

  /// A tag, an assessment, a program or a path: a record with a name and perhaps tags.
  package struct NamedThing: Sendable {
    package let id, name: String
    package let tags: [String]

    init(_ row: Cells) {
      id = row.required("id")
      name = row.required("name")
      tags = row.list("tags")
    }
  }

  package struct ClassroomSlot: Sendable {
    package let id, classroom: String
    package let startsAt: Int

    init(_ row: Cells) {
      id = row.required("id")
      classroom = row.required("classroom")
      startsAt = row.requiredInstant("starts_at")
    }
  }

  /// A block of a program or a step of a path.
  package struct Block: Sendable {
    /// The program or path that it belongs to.
    package let owner: String
    package let position: Int
    package let kind, item: String
    package let mandatory: Bool
    package let minScore, attemptsLimit, dueAfterDays: Int?

    init(_ row: Cells) {
      owner = row["program"] ?? row.required("path")
      position = row.whole("position") ?? 0
      kind = row.required("kind")
      item = row.required("item")
      mandatory = row.boolean("mandatory") ?? true
      minScore = row.hundredths("min_score")
      attemptsLimit = row.whole("attempts_limit")
      dueAfterDays = row.whole("due_after_days")
    }
  }

  /// A session of a program or of a path.
  package struct Session: Sendable {
    package let id, name: String
    /// The program or path.
    package let owner: String
    package let createdAt: Int
    package let startsAt, endsAt: Int?
    package let instructors: [String]

    init(_ row: Cells) {
      id = row.required("id")
      name = row.required("name")
      owner = row["program"] ?? row.required("path")
      createdAt = row.requiredInstant("created_at")
      startsAt = row.instant("starts_at")
      endsAt = row.instant("ends_at")
      instructors = row.list("instructors")
    }
  }
}

/// A program session or a path session.
package enum SessionReference: Hashable, Sendable {
  case program(String)
  case path(String)

  package var id: String {
    switch self {
    case .program(let id), .path(let id): id
    }
  }

  /// As reports name it: "a session is `program:ID` or `path:ID`".
  package var text: String {
    switch self {
    case .program(let id): "program:\(id)"
    case .path(let id): "path:\(id)"
    }
  }
}
