/// A rejected form: it is shown again, with the errors next to the fields.
package struct RejectedForm: Error {
  /// Names of fields → keys of messages.
  package let errors: [String: String]

  package init(errors: [String: String]) { self.errors = errors }
}
