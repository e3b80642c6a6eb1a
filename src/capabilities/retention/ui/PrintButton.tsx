'use client'
import { Button } from '@payloadcms/ui'

import './retention.css'

export const PrintButton = ({ label }: { label: string }) => (
  <Button buttonStyle="primary" margin={false} onClick={() => window.print()} size="medium" type="button">
    {label}
  </Button>
)
