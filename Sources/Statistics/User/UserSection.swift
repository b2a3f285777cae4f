package import DatabaseAccess

/// The sections of a user's page, in order; raw values as in the API.
package enum UserSection: String, Sendable, CaseIterable {
  case certificates, paths, programs, courses, questions, tags

  package var columns: [Column] {
    switch self {
    case .certificates: CertificateRow.columns
    case .paths: PathRow.columns
    case .programs: ProgramRow.columns
    case .courses: CourseRow.columns
    case .questions: QuestionRow.columns
    case .tags: TagRow.columns
    }
  }

  /// Reads the section, sorted as the view requests. Courses and questions may have thousands of rows: only the page's
  /// rows are read. Other sections are read completely; the caller takes the page (`Section.page`).
  package func read(
    of subject: Subject, _ view: SectionView, now: Int, _ session: any SQLSession
  ) throws -> Section {
    let user = subject.user
    return switch self {
    case .certificates: try CertificateRow.section(user, now, session).sorted(view)
    case .paths: try PathRow.section(user, now, session).sorted(view)
    case .programs: try ProgramRow.section(user, session).sorted(view)
    case .courses: try CourseRow.section(user, view, session)
    case .questions: try QuestionRow.section(user, view, session)
    case .tags: try TagRow.section(user, session).sorted(view)
    }
  }
}
