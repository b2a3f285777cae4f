// Learning content: courses, questions, assessments, classrooms.

extension RecordKind {
  package static let courses = RecordKind(
    "courses",
    fields: [
      .required("id", .id),
      .required("name", .text),
      .required("author", .reference("users")),
      .optional("co_authors", .list("users")),
      .optional("group", .reference("groups")),
      .optional("duplicate_of", .reference("courses")),
      .required("created_at", .instant),
      .optional("published_at", .instant),
      .optional("published_by", .reference("users")),
      .optional("archived_at", .instant),
      .optional("url", .text),
    ])

  package static let tags = RecordKind("tags", fields: idAndName)

  package static let questions = RecordKind(
    "questions",
    fields: [
      .required("id", .id),
      .optional("course", .reference("courses")),
      .required("interaction", .choice(Interaction.allCases.map(\.rawValue))),
      .required("statement", .text),
      .optional("choices", .choices),
      .optional("correct", .text),
      .optional("tags", .list("tags")),
    ])

  package static let assessments = RecordKind(
    "assessments", fields: idAndName + [.optional("tags", .list("tags"))])

  package static let classrooms = RecordKind("classrooms", fields: idAndName)

  package static let classroomSlots = RecordKind(
    "classroom_slots",
    fields: [
      .required("id", .id),
      .required("classroom", .reference("classrooms")),
      .required("starts_at", .instant),
      .optional("ends_at", .instant),
    ])

  static let idAndName: [Field] = [.required("id", .id), .required("name", .text)]
}
