export { ProjectTemplate } from './project-template.ts';
export { Project } from './project.ts';
export { Milestone } from './milestone.ts';
export { Task } from './task.ts';
export { TaskComment } from './task-comment.ts';
export { TaskDependency } from './task-dependency.ts';
export { Appointment } from './appointment.ts';
