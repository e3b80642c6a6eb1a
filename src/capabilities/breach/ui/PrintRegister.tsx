'use client'
import { Button } from '@payloadcms/ui'

export const PrintRegister = ({ label }: { label: string }) => (
  <Button buttonStyle="primary" margin={false} onClick={() => window.print()} size="medium" type="button">
    {label}
  </Button>
)
