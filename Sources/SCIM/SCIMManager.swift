import Support

/// What a request states about a user's manager.
package enum SCIMManager: Equatable {
  case unsaid
  /// `removed`: the request clears the manager. `leftOut`: a whole resource without a manager.
  case removed, leftOut
  /// By id, `externalId` or `userName`.
  case named(String)

  /// The longest reference that is stored until its user exists, in bytes.
  static let limit = 256

  init(_ body: SCIMBody) {
    guard body.names("manager") else {
      self = .unsaid
      return
    }
    guard let value = body.value[SCIMURN.enterpriseUser]?["manager"] ?? body.value["manager"] else {
      self = body.named == nil ? .leftOut : .removed
      return
    }
    if let reference = value.reference {
      let isSound = reference.utf8.count <= Self.limit && !reference.utf8.contains { $0 < 0x20 || $0 == 0x7F }
      self = isSound ? .named(reference) : .unsaid
    } else {
      // A manager with only a display name is ignored.
      self = value.isEmpty || value["value"]?.isEmpty == true ? .removed : .unsaid
    }
  }
}
