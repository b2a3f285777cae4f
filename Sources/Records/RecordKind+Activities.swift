extension RecordKind {
  /// Which activities of xAPI statements belong to a course (xapi.md §2).
  package static let activities = RecordKind(
    "activities",
    "An activity of xAPI statements that is part of a course: statements about it count for the course, and the course's progress is the share of its required activities that are done.",
    example: """
      id,course,required
      https://courses.example.com/c1/module-1,c1,true
      """,
    fields: [
      .required("id", .text, "The IRI of the activity, of at most \(IdentityKind.limit) bytes."),
      .required(
        "course", .id,
        "The id of the course; if that course does not exist yet, of the course that xAPI statements make."),
      .optional(
        "required", .boolean, default: .integer(1), "Whether the course is complete only once the activity is done."),
      .optional("name", .text, "Its name, for people; statistics do not show it."),
    ],
    normalize: { row in
      guard let iri = row["id"].text, !IdentityKind.isURI(iri[...]) || iri.utf8.count > IdentityKind.limit else {
        return nil
      }
      return row.fault("id", "is not an IRI of at most \(IdentityKind.limit) bytes, such as https://example.com/part-1")
    })
}
