/// URNs of SCIM (RFC 7643, RFC 7644).
package enum SCIMURN {
  static let user = "urn:ietf:params:scim:schemas:core:2.0:User"
  package static let enterpriseUser = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
  static let group = "urn:ietf:params:scim:schemas:core:2.0:Group"
  static let listResponse = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
}
