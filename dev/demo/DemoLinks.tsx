export const DemoLinks = () => null
