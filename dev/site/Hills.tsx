/** Decoration beside the first words of the home page; hidden where there is no room for it. */
export const Hills = () => (
  <svg aria-hidden="true" className="hills" preserveAspectRatio="xMaxYMax slice" viewBox="0 0 520 420">
    <circle cx="380" cy="130" fill="var(--sun)" r="46" />
    <path d="M0 420C70 330 170 250 290 280S450 190 520 210V420Z" fill="var(--hill-far)" />
    <path d="M30 420C130 340 240 340 340 318S470 270 520 280V420Z" fill="var(--hill-near)" />
    <path d="M0 420C120 380 300 366 520 352V420Z" fill="var(--water)" />
  </svg>
)
