// Fields of a person, as opposed to statistics: over `p`, a row of `users`, and sorted by `u`, their row of
// `user_standings`.

extension Column {
  package static let firstName = Column(
    "first_name", .text, heading: "First name", sql: "p.first_name", by: "u.first_name_key")
  package static let lastName = Column(
    "last_name", .text, heading: "Last name", sql: "p.last_name", by: "u.last_name_key")
  package static let email = Column("email", .text, heading: "Email", sql: "p.email", by: "u.email")
  package static let employment = Column("title", .text, heading: "Title / Employment", sql: "p.title")
  package static let additionalInformation = Column(
    "additional_information", .text, heading: "Additional information", sql: "p.additional_information")
  package static let registeredAt = Column("registered_at", .instant, heading: "Registr. at", sql: "p.created_at")
  package static let invitedBy = Column(
    "invited_by", .text, heading: "Invited by", sql: Registration.invitedBy, isNullable: true)
  package static let autoDeleteOn = Column(
    "auto_delete_on", .date, heading: "Auto deletion", sql: "p.auto_delete_on", isNullable: true)
}
