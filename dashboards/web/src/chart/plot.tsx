import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import { chartColors } from './draw.ts'
import type { ChartModel } from './model.ts'
import { chartOptions, type Hover } from './options.ts'

interface PlotProps {
  model: ChartModel
  /** The chart in words, for those who do not see it. */
  label: string
  onHover(hover: Hover | undefined): void
}

/** uPlot in React: made anew for other data and colours, resized with its box. */
export default function Plot(props: PlotProps) {
  const scheme = useComputedColorScheme('light')
  return <Canvas key={scheme} {...props} />
}

/** Reads the colours when it is made: the key above makes it anew when the scheme changes. */
function Canvas({ model, label, onHover }: PlotProps) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = box.current
    if (!element) return
    const size = () => ({ width: Math.max(240, element.clientWidth), height: element.clientHeight })
    const options = chartOptions({ model, colors: chartColors(element), size: size(), onHover })
    const plot = new uPlot(options, model.columns as uPlot.AlignedData, element)
    const watch = new ResizeObserver(() => plot.setSize(size()))
    watch.observe(element)
    return () => {
      watch.disconnect()
      plot.destroy()
    }
  }, [model, onHover])
  return <div ref={box} role="img" aria-label={label} style={{ height: '100%' }} />
}
