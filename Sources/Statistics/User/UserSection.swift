/// The sections of a user's page, in order; raw values as in the API.
package enum UserSection: String, Sendable, CaseIterable {
  case certificates, paths, programs, courses, questions, tags

  package var table: Table {
    switch self {
    case .certificates: .certificates
    case .paths: .paths
    case .programs: .programs
    case .courses: .courses
    case .questions: .questions
    case .tags: .tags
    }
  }
}
