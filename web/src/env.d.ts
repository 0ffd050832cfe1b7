interface ImportMetaEnv {
  /** What a login asks sgID for, separated by spaces. Written into the pages when they are built. */
  readonly SGID_SCOPES: string
  /** What a login for the example asks for, where LOGIN_PURPOSES says it; otherwise empty. */
  readonly APPLY_SCOPES: string
  /** True when the citizen reads these pages at an address of the Government. */
  readonly OFFICIAL: boolean
}
