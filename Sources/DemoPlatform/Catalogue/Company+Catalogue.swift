/// The rows of learning content: custom fields, courses, tags, questions, assessments, classrooms, programs, paths.
extension Company {
  func writeCatalogue(to records: RecordFolder) {
    for field in CustomField.all {
      records.customFields.text(field.id)
      records.customFields.text(field.title)
      records.customFields.text(field.type)
      records.customFields.endRow()
    }
    for (position, name) in (Topics.all + Topics.furtherTags).enumerated() {
      named(Ref(.tag, position), name, records.tags)
      records.tags.endRow()
    }
    for course in courses { write(course, records.courses) }
    for question in questions { write(question, records.questions) }
    for number in 0..<shape.assessments { writeAssessment(number, records.assessments) }
    for classroom in classrooms { write(classroom, records) }
    for program in programs { write(program, records) }
    for path in paths { write(path, records) }
  }

  private func named(_ ref: Ref, _ name: String, _ file: RecordFile) {
    file.ref(ref)
    file.text(name)
  }

  private func write(_ course: Course, _ file: RecordFile) {
    named(course.ref, course.name, file)
    file.ref(.user, course.author)
    file.refs(course.coAuthors.map { Ref(.user, $0) })
    // The others belong to the platform as a whole.
    file.ref(
      course.number % 3 == 0 ? nil : Ref(.group, shape.firstGroup(level: 1) + course.number % shape.levels[1].count))
    file.ref(course.duplicateOf.map { Ref(.course, $0) })
    file.instant(course.createdAt)
    file.instant(course.publishedAt)
    file.ref(course.publishedBy.map { Ref(.user, $0) })
    file.instant(course.archivedAt)
    file.text(course.number % 4 == 1 ? "" : "https://learn.example.com/courses/\(course.number)")
    file.endRow()
  }

  private func write(_ question: Question, _ file: RecordFile) {
    let template = QuestionTemplate.all[question.template]
    file.ref(question.ref)
    file.ref(question.course.map { Ref(.course, $0) })
    file.text(template.interaction)
    file.text(Topics.name(template.statement, question.topic))
    file.text(template.choices)
    file.text(template.correct)
    file.refs(question.tags)
    file.endRow()
  }

  private func writeAssessment(_ number: Int, _ file: RecordFile) {
    named(Ref(.assessment, number), Assessment.name(number), file)
    file.refs(number % 7 == 6 ? [] : [Ref(.tag, Assessment.topic(number))])
    file.endRow()
  }

  private func write(_ classroom: Classroom, _ records: RecordFolder) {
    named(
      Ref(.classroom, classroom.number), "Workshop \(classroom.number + 1): \(Topics.all[classroom.topic])",
      records.classrooms)
    records.classrooms.endRow()
    let file = records.classroomSlots
    for slot in 0..<classroom.slots {
      file.ref(Ref(.classroom, classroom.number, part: slot))
      file.ref(.classroom, classroom.number)
      file.instant(classroom.startsAt(slot))
      file.instant(slot % 12 == 5 ? nil : classroom.startsAt(slot) + (2 + slot % 3) * .hour)
      file.endRow()
    }
  }
}
