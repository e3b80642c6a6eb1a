/** Decoration beside the first words of the home page; hidden where there is no room for it. */
export const Hills = () => (
  <svg aria-hidden="true" className="hills" preserveAspectRatio="xMaxYMax slice" viewBox="0 0 520 420">
    <circle cx="380" cy="130" fill="var(--sun)" r="46" />
    <path d="M0 340C90 230 190 240 290 270S450 190 520 210V420H0Z" fill="var(--hill-far)" />
    <path d="M0 380C130 300 240 330 340 310S470 270 520 280V420H0Z" fill="var(--hill-near)" />
    <path d="M0 385C120 365 300 362 520 350V420H0Z" fill="var(--water)" />
  </svg>
)
