const KELVIN = 273.15

/** Voltage of one cell at rest over its state of charge, V (Chen and Rincón-Mora 2006, doi:10.1109/TEC.2006.874229). */
export const restingVoltage = (charge: number): number =>
  -1.031 * Math.exp(-35 * charge) + 3.685 + charge * (0.2156 + charge * (-0.1178 + charge * 0.3201))

/** How the resistance of a cell depends on its temperature, 1 at 25 °C (Arrhenius). */
export const coldness = (celsius: number): number => Math.exp(1300 * (1 / (celsius + KELVIN) - 1 / 298.15))
