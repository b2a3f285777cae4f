// Learning content: courses, questions, assessments, classrooms.

extension RecordKind {
  package static let courses = RecordKind(
    "courses", "A unit of content that users play in attempts.",
    example: """
      id,name,author,co_authors,created_at,published_at
      c1,Hand hygiene,u1,u2,2026-01-10T09:00:00Z,2026-01-12T09:00:00Z
      """,
    fields: [
      .id,
      .required("name", .text, "The name on pages and in files."),
      .required("author", .reference("users"), "The main author, whose author card counts the course."),
      .optional("co_authors", .list("users"), "Further authors, who see the course's players on its page."),
      .optional("group", .reference("groups"), "The group to which the course belongs."),
      .optional("duplicate_of", .reference("courses"), "The course of which this one is a copy."),
      .required("created_at", .instant, "When the course was created."),
      .optional("published_at", .instant, "When the course was published. Empty: it is not published."),
      .optional("published_by", .reference("users"), "The user who published it. Empty: the main author."),
      .optional("archived_at", .instant, "When it was archived. Archived courses still count in statistics."),
      .optional("url", .text, "The address of the course on the learning platform."),
    ])

  package static let tags = RecordKind(
    "tags", "A topic of questions and assessments, by which scores are grouped.",
    example: """
      id,name
      hygiene,Hygiene
      """, fields: idAndName)

  package static let questions = RecordKind(
    "questions", "A question that users answer, as xAPI describes it.",
    example: """
      id,course,interaction,statement,choices,correct,tags
      q1,c1,choice,How long do you rub your hands?,"[{""id"":""a"",""description"":""5 s""},{""id"":""b"",""description"":""30 s""}]",b,hygiene
      """,
    fields: [
      .id,
      .optional("course", .reference("courses"), "The course that it is part of."),
      .required("interaction", .choice(Interaction.allCases.map(\.rawValue)), "The xAPI interaction type."),
      .required("statement", .text, "The question itself."),
      .optional(
        "choices", .choices,
        "The possible choices, scale or steps; for `matching` an object with `source` and `target`. "
          + "A description is a text, or an object of texts by language tag."),
      .optional("correct", .text, "The correct response, as an xAPI correct-responses pattern."),
      .optional("tags", .list("tags"), "Its topics."),
    ])

  package static let assessments = RecordKind(
    "assessments", "A test or an observation that is assessed as a whole, with `assessment_results`.",
    example: """
      id,name,tags
      as1,Hygiene exam,hygiene
      """, fields: idAndName + [.optional("tags", .list("tags"), "Its topics.")])

  package static let classrooms = RecordKind(
    "classrooms", "Training in person or live; its dates are `classroom_slots`.",
    example: """
      id,name
      cl1,First aid day
      """, fields: idAndName)

  package static let classroomSlots = RecordKind(
    "classroom_slots", "One date of a classroom.",
    example: """
      id,classroom,starts_at,ends_at
      sl1,cl1,2026-02-20T08:00:00Z,2026-02-20T15:00:00Z
      """,
    fields: [
      .id,
      .required("classroom", .reference("classrooms"), "The classroom."),
      .required("starts_at", .instant, "When it begins; the date of its attendances."),
      .optional("ends_at", .instant, "When it ends."),
    ])

  static let idAndName: [Field] = [.id, .required("name", .text, "The name on pages and in files.")]
}
