/// A member's record, or the form for a new one, for `member.mustache`.
struct MemberModel: TemplateDocument {
  static let template = "member"

  let title: String
  var email: String?
  /// Deleted, awaited.
  var badges: [Badge] = []
  /// The URL of the form.
  let action: String
  /// The label of its button.
  let save: String
  /// The URL of the user's statistics; nil if the viewer does not see them.
  var page: String?
  /// Why the user's own fields cannot be changed.
  var beyond: String?
  /// Why the form was rejected.
  let refused: String?
  /// A password link to be passed on by hand; shown only this once.
  let link: String?
  let person: [Field]
  let custom: [Field]
  /// The auto-deletion date.
  let ends: Field
  /// For a new user.
  let ways: Ways?
  let places: Places
  let managers: Managers
  /// Of a deleted user, who can only be restored.
  let former: Former?
  let actions: Actions

  /// A field, for `member-field.mustache`.
  struct Field: TemplateModel {
    let name: String
    /// Of the input.
    let id: String
    let label: String
    let kind: Kind
    /// The stored value, or the input.
    var value: String
    let isRequired: Bool
    var isDisabled: Bool
    var hint: String?
    let error: String?

    /// The type of the input.
    enum Kind: String, Encodable {
      case text, email, date
    }
  }

  /// How a new user signs in for the first time.
  struct Ways: TemplateModel {
    let mayInvite: Bool
    let invites: Bool
    /// The label of the first way.
    let invitation: String
    let isMailing: Bool
    let hint: String
    let error: String?
  }

  struct Places: TemplateModel {
    let open: [Membership]
    let canAdd: Bool
    let adding: MemberPlaces.Model
    let hint: String?
    let error: String?
  }

  struct Membership: TemplateModel {
    /// As the form submits it.
    let value: String
    let group: String
    let role: String
    let since: String?
    let isTheirs: Bool
    let isKept: Bool
  }

  struct Managers: TemplateModel {
    let open: [Manager]
    /// The input.
    let added: String
    let canChange: Bool
    let error: String?
  }

  struct Manager: TemplateModel {
    let id: String
    let name: String
    let email: String
    let isTheirs: Bool
    let isKept: Bool
  }

  struct Former: TemplateModel {
    let places: [Membership]
    let managers: [Manager]
  }

  /// What else the viewer may do, as URLs.
  struct Actions: TemplateModel {
    /// The confirmation of deleting.
    var delete: String?
    var restore: String?
    /// The form that sends a link to set a password, and the label of its button.
    var send: Link?
  }
}
